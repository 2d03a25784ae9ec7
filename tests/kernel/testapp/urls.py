from tests.kernel.testapp.ledger import PARCELS
from yaoan.kernel.ledger.urls import of_ledger

urlpatterns = of_ledger(PARCELS)
