from tests.kernel.testapp.ledger import PARCELS

urlpatterns = PARCELS.urls()
