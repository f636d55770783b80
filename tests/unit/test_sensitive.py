"""What must not leave the house, and what looks like it and may."""

from __future__ import annotations

import pytest

from yarnnn_pipelines.deliverables.gate.sensitive import why_sensitive


@pytest.mark.parametrize(
    "text",
    [
        # credentials
        "The admin panel launched with the password hunter2 on Monday",
        "The admin login launched: user admin, secret correcthorse",
        "The password is correcthorse.",
        "The password for staging was changed to “correcthorse”",
        "The API key AKIAIOSFODNN7EXAMPLE was deployed on Monday",
        "The key sk-proj-abcdEFGH1234567890abcdEFGH1234567890abcd was deployed on Monday",
        "The token xoxb-123456789012-abcdefghijklmnop was deployed on Monday",
        "The token ghp_abcdefghijklmnopqrstuvwxyz0123456789 was deployed on Monday",
        "The wifi code is Sommer2026 and the router was installed",
        "The DSN postgres://admin:s3cr3t@db.internal/prod was deployed on Monday",
        # accounts, cards, telephones, people's numbers
        "The account DE89 3704 0044 0532 0130 00 was updated on Monday",
        "The account de89370400440532013000 was updated on Monday",
        "The card 4111.1111.1111.1111 was added on Monday",
        "The office phone 0171 2345678 was updated on Monday",
        "The office phone (212) 555-0147 was updated on Monday",
        "The office number 030/12345678 was updated on Monday",
        "The office number 01 44 55 66 77 was updated on Monday",
        "The office number 212-555-0147 was updated on Monday",
        "The hotline 00351912345678 was updated on Monday",
        "The telephone 912 345 678 was added",
        "The SSN 078-05-1120 was added to the form on Monday",
        "The birth date 12.03.1981 of Dana was added to the form",
        "Dana was born on 12 March 1981",
        "The address 12 Elm Street, Lisbon 1100-045 was added for Tom",
        "The parcel was sent to Lindenstraße 14",
        "The parcel was sent to Rua das Flores 22",
        # health, family, employment
        "Tom has cancer and the cover was hired on Monday",
        "Tom is on paternity leave so the launch was approved by Mia",
        "Tom is on sick leave until Friday",
        "Tom called in sick",
        "Jonas is pregnant with ideas",
        "Tom is close to a burn-out",
        "Tom's surgery was moved to Friday",
        "The funeral is on Friday",
        "His wife was taken ill",
        "Tom was let go and the new designer was hired on Monday",
        "Tom was laid off on Monday",
        "Mia's annual bonus was approved",
        "Mia earns €4,000 a month",
        # the client itself, and what we earn
        "The client is difficult but the launch was approved on Monday",
        "The client is really demanding",
        "Another difficult client was onboarded",
        "They are so annoying",
        "The job costs us only €200 and the invoice of €4,000 was sent",
        "We pay the freelancer 300 euros for it",
        "Our internal cost is at 40 hours",
    ],
)
def test_secrets_private_matters_and_remarks_stay_in_the_house(text: str) -> None:
    assert why_sensitive(text)


@pytest.mark.parametrize(
    "text",
    [
        "Order 4711-2026 was shipped to the Porto store",
        "Order 0012345678 was shipped",
        "Invoice 2026-0147 of €4,000 was paid on 12.11.2026",
        "Ticket 123-456-7890 was closed",
        "The workshop was moved from 05.11.2026 10:30 to 12.11.2026 14:00",
        "The sale ran from 2026-11-01 to 2026-11-07 and was closed",
        "Version 2.10.4 was deployed",
        "Release 2026.11.04-1 was deployed",
        "Commit ab12cdef00112233445566 was deployed",
        "The site reached 12 000 visitors",
        "The shop counted 1 234 567 visits since 2024",
        "The budget of €12,500 was approved",
        "The campaign costs €200 a week",
        "Conversion rose from 2.1% to 3.4%",
        "The page loads in 0.8 seconds, down from 1.4",
        "The password reset was fixed",
        "The password is required again",
        "The user password page was launched",
        "Users can log in with a new password",
        "The secret santa campaign was launched",
        "The key visual for the 2026 campaign was approved",
        "The token list for the design system was updated",
        "The date of birth field was added to the form",
        "The birthday mailing was sent on 12 November",
        "3 Google Drive folders were shared",
        "The High Street banners were printed",
        "The address form was fixed",
        "The phone layout was fixed on 12 November 2026",
        "Phone orders rose to 1200",
        "Mobile traffic is up to 120 000 visits",
        "The client is ready to sign",
        "The migration is difficult on old phones",
        "The client approved the difficult part",
        "The server was let in by the firewall and the deploy is done",
        "The family page was launched",
        "The awareness campaign of the health fair was launched",
        "The outage cost the shop 40 orders",
        "The bonus page was launched",
    ],
)
def test_a_plain_sentence_of_work_is_kept(text: str) -> None:
    assert why_sensitive(text) is None
