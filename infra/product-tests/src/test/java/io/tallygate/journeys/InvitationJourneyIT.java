package io.tallygate.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The way of somebody who is asked to join: from the message in their mailbox to the first page that they could not
/// open before.
@ExtendWith({RunningStack.Shared.class, Visitors.Shared.class})
class InvitationJourneyIT {
    private static final String PASSWORD = "long enough to keep";

    @Test
    void a_colleague_follows_the_link_registers_joins_and_is_a_member(RunningStack stack, Visitors visitors)
            throws Exception {
        Mailbox mail = new Mailbox(stack);
        String email = "mira-" + Long.toString(System.currentTimeMillis(), 36) + "@acme.example";
        Visitor lena = visitors.arrive("inviting");
        lena.open("/console/acme/members");
        lena.signIn(stack.demo("ownerUser"), stack.demo("ownerPassword"));
        lena.follow("Invite");
        lena.seesHeading("Invitations");
        lena.fill("E-mail", "no address");
        lena.press("Send invitation");
        assertThat(lena.field("E-mail")).hasAttribute("aria-invalid", "true");
        Mailbox.Mark before = mail.mark();
        lena.fill("E-mail", email);
        lena.field("Role").selectOption("publisher");
        lena.press("Send invitation");
        assertThat(lena.row("Invitations", email)).containsText("Publisher");
        String link = mail.linkTo(email, before);

        Visitor mira = visitors.arrive("invited");
        mira.page.navigate(link);
        mira.register(mail, email, PASSWORD, "Mira", "Sommer");
        mira.seesHeading("Join Acme Parcels");
        assertThat(mira.page.url()).as("the secret is in no address").doesNotContain("tgi_");
        mira.sees("You are signed in as " + email);
        mira.screenshot("offer");
        mira.press("Join");
        mira.seesHeading("Acme Parcels at a glance");
        mira.screenshot("joined");
        assertThat(mira.open("/console/acme/members/invitations").status()).isEqualTo(200);
        assertThat(mira.page.getByText("Send invitation")).hasCount(0);

        lena.read("/console/acme/members");
        assertThat(lena.row("Members", email)).containsText("has signed in");
        lena.read("/console/acme/members/invitations");
        assertThat(lena.row("Invitations", email)).hasCount(0);

        Visitor stranger = visitors.arrive("late");
        stranger.page.navigate(link);
        stranger.signIn(stack.demo("developerUser"), stack.demo("developerPassword"));
        stranger.seesHeading("This invitation is not valid any more");
    }
}
