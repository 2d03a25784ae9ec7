"""A small app with one kind of record, the parcel, on which the kernel is tested. It knows no drug and no module."""
