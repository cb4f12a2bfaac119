"""Every call of the face in words: what it does, takes and answers, and every code it may refuse with.

A test holds this table against the routes.
"""

from __future__ import annotations

from mykey.kernel import refusals_of_cards as of_cards
from mykey.kernel import refusals_of_links as of_links
from mykey.kernel import refusals_of_points_tickets as of_points_tickets
from mykey.kernel import refusals_of_terminals as of_terminals
from mykey.terminals import schemas
from mykey.web.api_operations import ApiOperation, Refusals
from mykey.web.problems import BodyTooLarge, JsonMalformed, MediaTypeRefused
from mykey.web.rate_limits import TooManyRequests
from mykey.web.two_languages import Words

__all__ = ["OPERATIONS", "Operation"]

_BODY: Refusals = (JsonMalformed, BodyTooLarge, MediaTypeRefused, of_terminals.RequestInvalid)
_SIGNED: Refusals = (
    of_terminals.SignatureInvalid,
    of_terminals.SignatureExpired,
    of_terminals.SignatureReplayed,
    of_terminals.TerminalDeviceChanged,
    of_terminals.TerminalStopped,
    of_terminals.TerminalClosed,
    BodyTooLarge,
    TooManyRequests,
)
_IDEMPOTENT: Refusals = (
    of_terminals.IdempotencyKeyReused,
    of_terminals.RequestInProgress,
    of_terminals.RequestInvalid,
)
_CARD: Refusals = (
    of_cards.CertificateMalformed,
    of_cards.CertificateNotTrusted,
    of_cards.CertificateWrongKind,
    of_cards.CertificateNotYetValid,
    of_cards.CertificateExpired,
    of_cards.CertificateRevoked,
    of_cards.RevocationUnknown,
    of_cards.ChallengeFailed,
    of_cards.ChallengeUsed,
    of_cards.ChallengeExpired,
    of_cards.CardNotProved,
    of_cards.SuccessionUnknown,
    of_cards.MykeyIdNotFound,
    of_cards.MykeyIdPaused,
)
_NUMBER: Refusals = (of_links.ServiceIdFormat, of_links.MyNumberRefused)
_SERVICE_ID: Refusals = (of_terminals.ContactRequired, of_terminals.WrongTerminalKind)


class Operation(ApiOperation):
    """One call of this face."""

    SIGNED = _SIGNED
    IDEMPOTENT = _IDEMPOTENT
    BODY = _BODY


_CARD_EXAMPLE = {
    "user_certificate": "MIIFqjCC…",
    "challenge_id": "7a1de2a4-6a8c-4b63-8f21-0b3c6c1f9a55",
    "signature": "kT3vQ9…",
}
_LINK_EXAMPLE = {"card": _CARD_EXAMPLE, "service_id": "180000000011", "change_notice": False}
_LINK_ANSWER_EXAMPLE = {
    "provider_id": "000001",
    "provider_name": "川崎市立図書館",
    "service_id": "180000000011",
    "change_notice": False,
}
_CONTACT_EXAMPLE = {
    "place": "見本図書館 1階カウンター",
    "terminal_name": "カウンター1",
    "person_in_charge": "見本 花子",
    "organisation": "見本図書館",
    "postal_code": "2110000",
    "address": "神奈川県川崎市中原区見本町1-2-3",
    "telephone": "044-000-0000",
    "email": "counter@library.example.jp",
}
_ACTIVATED_EXAMPLE = {
    "terminal_id": "12345678",
    "kind": "service-id",
    "municipality_code": "141305",
    "state": "contact-required",
}
_TERMINAL_EXAMPLE = {
    **_ACTIVATED_EXAMPLE,
    "state": "active",
    "provider": {"provider_id": "000001", "name": "川崎市立図書館"},
    "contact": _CONTACT_EXAMPLE,
}

OPERATIONS = (
    Operation(
        endpoint="activation.activate",
        method="POST",
        path="/v1/activation",
        summary=Words("端末を登録する", "Activate a terminal"),
        description=Words(
            "様式Ⅱの端末IDとパスワードで、この機器を端末として登録します。一度だけできます。署名は要りません。",
            "Binds this machine to a terminal ID with the password of Form II. Once only; not signed. After "
            "several failures in a row the answer is 429 for a while.",
        ),
        status=201,
        answer=schemas.ActivationAnswer(),
        answer_example=_ACTIVATED_EXAMPLE,
        body=schemas.ActivationBody(),
        body_example={
            "terminal_id": "12345678",
            "password": "ABCDEFGH234567",  # nosec B105 - the example of the document, nobody's password
            "device_fingerprint": "0123456789abcdef" * 4,
            "public_key": {
                "kty": "OKP",
                "crv": "Ed25519",
                "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
            },
        },
        own_refusals=(
            TooManyRequests,
            of_terminals.TerminalCredentialsInvalid,
            of_terminals.TerminalClosed,
            of_terminals.TerminalStopped,
            of_terminals.TerminalAlreadyActivated,
        ),
        signed=False,
    ),
    Operation(
        endpoint="terminal.show",
        method="GET",
        path="/v1/terminal",
        summary=Words("端末の状態を見る", "Show the terminal"),
        description=Words(
            "この端末の種別と状態、登録した提供者と連絡先です。",
            "Kind and state of this terminal; provider and contact are null until given.",
        ),
        status=200,
        answer=schemas.TerminalAnswer(),
        answer_example=_TERMINAL_EXAMPLE,
    ),
    Operation(
        endpoint="terminal.put_contact",
        method="PUT",
        path="/v1/terminal/contact",
        summary=Words("設置場所と連絡先を登録する", "Register place and contact"),
        description=Words(
            "初めて登録すると端末が使えるようになります。種別service-idでは、様式Ⅰに書かれた提供者を選びます。",
            "The first registration makes the terminal active. Kind service-id needs the provider_id that "
            "Form I names for this terminal; other kinds leave it out or null. All that is wrong is told at "
            "once.",
        ),
        status=200,
        answer=schemas.TerminalAnswer(),
        answer_example=_TERMINAL_EXAMPLE,
        body=schemas.ContactBody(),
        body_example={**_CONTACT_EXAMPLE, "provider_id": "000001"},
        idempotent=True,
    ),
    Operation(
        endpoint="providers.list",
        method="GET",
        path="/v1/providers",
        summary=Words("提供者の一覧", "List providers"),
        description=Words(
            "端末の市区町村にあるID付与事業者です。", "The providers of the terminal's municipality."
        ),
        status=200,
        answer=schemas.ProvidersAnswer(),
        answer_example={"providers": [{"provider_id": "000001", "name": "川崎市立図書館"}]},
    ),
    Operation(
        endpoint="challenges.make",
        method="POST",
        path="/v1/challenges",
        summary=Words("カードに署名させる値を得る", "Get a challenge for a card"),
        description=Words(
            "32バイトの乱数です。120秒、一度だけ、この端末でだけ使えます。",
            "32 random bytes: 120 seconds, one use, this terminal only. Burnt once a signature over it has "
            "been checked, whatever the outcome.",
        ),
        status=201,
        answer=schemas.ChallengeAnswer(),
        answer_example={
            "challenge_id": "7a1de2a4-6a8c-4b63-8f21-0b3c6c1f9a55",
            "challenge": "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA",
            "expires_at": "2026-04-06T01:02:00Z",
        },
        body=schemas.NoMembersBody(),
        body_example={},
        own_refusals=(of_terminals.ContactRequired,),
    ),
    Operation(
        endpoint="links.link",
        method="POST",
        path="/v1/links",
        summary=Words("番号をひもづける", "Link a number"),
        description=Words(
            "暗証番号で確認したカードの持ち主に、この端末の提供者の番号をひもづけます。",
            "Links this provider's number to the holder of a proved card. A change notice needs the holder's "
            "signing certificate.",
        ),
        status=201,
        answer=schemas.LinkAnswer(),
        answer_example=_LINK_ANSWER_EXAMPLE,
        body=schemas.LinkBody(),
        body_example=_LINK_EXAMPLE,
        own_refusals=(
            *_SERVICE_ID,
            *_NUMBER,
            *_CARD,
            of_links.ServiceIdLinkedElsewhere,
            of_links.AlreadyLinked,
            of_links.SigningCertificateMissing,
        ),
        idempotent=True,
    ),
    Operation(
        endpoint="links.replace",
        method="PUT",
        path="/v1/links",
        summary=Words("番号を置き換える", "Replace a number"),
        description=Words(
            "入力の誤りや新しい利用者カードのために、この方の番号を置き換えます。同じ番号でもかまいません。",
            "Puts another number in place of this person's: typed wrongly, or a new card. The same number "
            "again is fine, and changes the choice about change notices.",
        ),
        status=200,
        answer=schemas.LinkAnswer(),
        answer_example=_LINK_ANSWER_EXAMPLE,
        body=schemas.LinkBody(),
        body_example=_LINK_EXAMPLE,
        own_refusals=(
            *_SERVICE_ID,
            *_NUMBER,
            *_CARD,
            of_links.NotLinked,
            of_links.ServiceIdLinkedElsewhere,
            of_links.SigningCertificateMissing,
        ),
        idempotent=True,
    ),
    Operation(
        endpoint="links.remove",
        method="POST",
        path="/v1/links/removal",
        summary=Words("ひもづけを外す", "Remove a link"),
        description=Words(
            "利用をやめた方の番号を外します。カードは要りません。本人にメールで知らせます。",
            "The library drops a patron; no card is needed. The person is told by mail.",
        ),
        status=204,
        body=schemas.RemovalBody(),
        body_example={"service_id": "180000000011"},
        own_refusals=(*_SERVICE_ID, *_NUMBER, of_links.NotLinked),
        idempotent=True,
    ),
    Operation(
        endpoint="links.renumber",
        method="POST",
        path="/v1/links/renumber",
        summary=Words("番号を付け替える", "Renumber a link"),
        description=Words(
            "図書館が利用者番号を変えたときに使います。カードは要りません。",
            "The library changed a card's number; no card is needed.",
        ),
        status=200,
        answer=schemas.RenumberAnswer(),
        answer_example={"service_id": "180000000022"},
        body=schemas.RenumberBody(),
        body_example={"from": "180000000011", "to": "180000000022"},
        own_refusals=(
            *_SERVICE_ID,
            *_NUMBER,
            of_links.NotLinked,
            of_links.ServiceIdLinkedElsewhere,
        ),
        idempotent=True,
    ),
    Operation(
        endpoint="lookups.look_up",
        method="POST",
        path="/v1/lookups",
        summary=Words("カードから番号を引く", "Look up a number"),
        description=Words(
            "カードの持ち主の、この端末の提供者での番号です。かざすだけでも、暗証番号を使ってもかまいません。",
            "The number of the card's holder at this terminal's provider. Touched or proved, as the provider "
            "demands; a renewed card is followed by itself.",
        ),
        status=200,
        answer=schemas.LookUpAnswer(),
        answer_example={
            "provider_id": "000001",
            "provider_name": "川崎市立図書館",
            "service_id": "180000000011",
            "assurance": "touched",
            "basic_information": "unchanged",
            "revocation": "fresh",
            "hand_over": {"method": "barcode", "symbology": "nw7", "data": "A180000000011A"},
        },
        body=schemas.LookUpBody(),
        body_example={"card": {"user_certificate": "MIIFqjCC…"}},
        own_refusals=(*_SERVICE_ID, *_CARD, of_links.NotLinked),
    ),
    Operation(
        endpoint="points_tickets.write",
        method="POST",
        path="/v1/points-tickets",
        summary=Words("ポイントのチケットを得る", "Get a points ticket"),
        description=Words(
            "カードの持ち主の、一度だけ使えるチケットです。60秒のあいだ、店舗の端末の鍵でだけ開けます。spendとvoucherには"
            "暗証番号が要り、grantはかざすだけでもかまいません。かざしただけのカードにマイキーIDがないときはnot-linkedです。",
            "A one-time ticket for the holder of the card, opened at the till API by the till whose key it "
            "names. Kinds service-id (no libraries) and spend-points ask for spend, issue-vouchers for "
            "voucher, grant-points for grant. spend and voucher need a proved card, grant a touched one; a "
            "touched card without a MyKey ID is not-linked, a proved one mykey-id-not-found. Nothing is kept "
            "or counted.",
        ),
        status=201,
        answer=schemas.PointsTicketAnswer(),
        answer_example={
            "ticket": "AYq1…",
            "points_url": "https://till.points.example.jp",
            "expires_at": "2026-04-06T01:01:00Z",
        },
        body=schemas.PointsTicketBody(),
        body_example={
            "card": _CARD_EXAMPLE,
            "purpose": "spend",
            "till_key_thumbprint": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
        },
        own_refusals=(
            of_terminals.ContactRequired,
            of_points_tickets.ProviderIsALibrary,
            of_points_tickets.PurposeNotAllowed,
            *_CARD,
            of_links.NotLinked,
            of_points_tickets.PointsUnavailable,
        ),
    ),
)
