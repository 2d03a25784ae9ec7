"""What is to reach other systems: one lane for each receiver, in it deliveries that are sent until they are taken.

`signature` says what proves where a message comes from, `reach` which addresses may be called, `posting` calls one of them,
`lanes` keeps deliveries and decides what follows from each answer. What a message says, and in whose rights, is told by
the module that owns the lane.
"""
