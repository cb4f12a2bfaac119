"""Why an officer's act is refused: sign-in, forms, terminals, providers, contacts."""

from __future__ import annotations

from mykey.kernel.errors import CannotTell, Refused

__all__ = [
    "ContactChanged",
    "ContactNotFound",
    "FacilitiesNotConfirmed",
    "FormAlreadyDecided",
    "FormNotFound",
    "FormNotIssued",
    "LoginTaken",
    "OfficerDetailsInvalid",
    "OfficerSignInRefused",
    "PermissionMissing",
    "ProviderNameTaken",
    "ProviderNotFound",
    "ProviderRuleInvalid",
    "ProvidersMissing",
    "TerminalIdsExhausted",
    "TerminalNotFound",
    "TerminalStateRefused",
]


class OfficerSignInRefused(Refused):
    """Login, password or code is wrong, or the officer is shut out; which of them is not said."""

    code = "officer-sign-in-refused"
    status = 403


class PermissionMissing(Refused):
    """The officer's role does not hold this permission."""

    code = "permission-missing"
    status = 403


class OfficerDetailsInvalid(Refused):
    """Fact `errors`: a list of {"member", "reason"}; reasons are words."""

    code = "officer-details-invalid"
    status = 422


class LoginTaken(Refused):
    """Another officer signs in with this name."""

    code = "login-taken"
    status = 409


class FormNotFound(Refused):
    """There is no such Form I, or it is another municipality's; which of them is not said."""

    code = "form-not-found"
    status = 404


class FormAlreadyDecided(Refused):
    """The operator has issued or rejected this form before."""

    code = "form-already-decided"
    status = 409


class FormNotIssued(Refused):
    """There is no Form II for a form that is not issued."""

    code = "form-not-issued"
    status = 409


class ProvidersMissing(Refused):
    """Providers that the form names are not set up. Fact `names`: a list of {"name"}."""

    code = "providers-missing"
    status = 409


class FacilitiesNotConfirmed(Refused):
    """Points terminals stand in places that are libraries, or whose category nobody confirmed.

    Fact `errors`: a list of {"place", "reason"}; reasons are `library`, `category-missing` and
    `looks-like-a-library`.
    """

    code = "facilities-not-confirmed"
    status = 422


class TerminalIdsExhausted(CannotTell):
    """No free terminal ID was found in many draws; the space of IDs is nearly full. Nothing was issued."""

    code = "terminal-ids-exhausted"


class ProviderNotFound(Refused):
    """There is no such provider."""

    code = "provider-not-found"
    status = 404


class ProviderNameTaken(Refused):
    """The municipality has a provider of this name."""

    code = "provider-name-taken"
    status = 409


class ProviderRuleInvalid(Refused):
    """The provider's details contradict themselves. Fact `errors`: a list of {"member", "reason"}."""

    code = "provider-rule-invalid"
    status = 422


class TerminalNotFound(Refused):
    """There is no such terminal, or it is another municipality's; which of them is not said."""

    code = "terminal-not-found"
    status = 404


class TerminalStateRefused(Refused):
    """The terminal's state does not admit this act. Fact: `state`."""

    code = "terminal-state-refused"
    status = 409


class ContactNotFound(Refused):
    """No contact has been given for this terminal."""

    code = "contact-not-found"
    status = 404


class ContactChanged(Refused):
    """The contact was changed after the officer saw it; what was not seen is not marked as reviewed."""

    code = "contact-changed"
    status = 409
