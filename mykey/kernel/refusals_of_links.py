"""Why a link is not made, replaced, cut or renumbered: the words of terminal-api.md, "Links"."""

from __future__ import annotations

from mykey.kernel.errors import Refused

__all__ = [
    "AlreadyLinked",
    "MyNumberRefused",
    "NotLinked",
    "ServiceIdFormat",
    "ServiceIdLinkedElsewhere",
    "SigningCertificateMissing",
]


class ServiceIdFormat(Refused):
    """A number that the provider's rule does not know.

    Facts: the rule, as `services.number_rules.NumberRule` has it, so that a face can put it into words. Never
    the number.
    """

    code = "service-id-format"
    status = 422


class MyNumberRefused(Refused):
    """Twelve digits with a My Number's check digit, which the provider's rule does not call its own (P3)."""

    code = "my-number-refused"
    status = 422


class ServiceIdLinkedElsewhere(Refused):
    """The number is another person's at this provider. Whose is never said."""

    code = "service-id-linked-elsewhere"
    status = 409


class AlreadyLinked(Refused):
    """This person has a number at this provider. Fact: `service_id`, that provider's own number."""

    code = "already-linked"
    status = 409


class NotLinked(Refused):
    """There is no link of this number, or of this card, at this provider."""

    code = "not-linked"
    status = 404


class SigningCertificateMissing(Refused):
    """Change notices are wanted, and this person's card holds no signing certificate (P29)."""

    code = "signing-certificate-missing"
    status = 409
