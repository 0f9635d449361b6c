"""
What we promise about our funnel, and that our CRM does the same.
"""

from host_crm import Crm
from host_playbook import ALLOWED, BOUGHT, INTEREST, PLAYBOOK
from hypothesis import settings

import leadkit as lk
from leadkit.testing import FunnelMachine, laws


def test_nobody_is_a_customer_without_a_purchase():
    laws.never(PLAYBOOK, reach="customer", without=BOUGHT).check(require="proved")


def test_nobody_is_nurtured_without_a_permission():
    laws.never(PLAYBOOK, reach="nurtured", without=ALLOWED).check(require="proved")


def test_nobody_is_stuck():
    laws.no_traps(PLAYBOOK).check()


def test_no_move_is_there_in_vain():
    laws.every_transition_can_fire(PLAYBOOK).check()


def test_who_asks_for_a_price_is_never_less_interesting():
    laws.monotone(INTEREST, adding="price_requested").check()


CRM = Crm()


class Sales(FunnelMachine):
    playbook = PLAYBOOK

    def begin(self, lead):
        self.person = CRM.add("ada@example.com", self.now)

    def happen(self, happening):
        match happening:
            case lk.Activity(type=kind, at=at, value=amount, actor=actor):
                CRM.log(self.person, kind, at, amount, robot=actor == "machine")
            case lk.Consent(granted=granted, at=at):
                CRM.permit(self.person, at, granted=granted)
            case change:
                CRM.resize(self.person, change.value)

    def live(self, trigger):
        return CRM.move(self.person, trigger, self.now, self.reason)

    def stage(self):
        return CRM.status(self.person)


TestSales = Sales.TestCase
TestSales.settings = settings(max_examples=30, deadline=None)
