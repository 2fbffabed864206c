package io.tallygate.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Whoever forgot their password gets in by mail; and what the pages around it tell of who is known here.
@ExtendWith({RunningStack.Shared.class, Visitors.Shared.class})
class PasswordJourneyIT {
    private static final String FIRST = "long enough to keep";
    private static final String SECOND = "another one to remember";

    @Test
    void a_forgotten_password_is_replaced_by_mail(RunningStack stack, Visitors visitors) throws Exception {
        Mailbox mail = new Mailbox(stack);
        String email = "vera-" + Long.toString(System.currentTimeMillis(), 36) + "@forgetful.example";
        Visitor vera = visitors.arrive("registering");
        vera.open("/sign-in?return=/account");
        vera.register(mail, email, FIRST, "Vera", "Wald");

        Visitor later = visitors.arrive("forgotten");
        Mailbox.Mark before = mail.mark();
        asksForANewPassword(later, email);
        later.screenshot("asked");
        later.page.navigate(mail.linkTo(email, before));
        later.page.locator("#password-new").fill(SECOND);
        later.page.locator("#password-confirm").fill(SECOND);
        later.page.locator("input[type=submit], button[type=submit]").last().click();
        later.page.waitForURL(url -> url.startsWith(stack.portal()));

        Visitor again = visitors.arrive("again");
        again.open("/sign-in?return=/account");
        again.signIn(email, SECOND);
        again.seesHeading("Your account");
    }

    @Test
    void neither_a_wrong_password_nor_asking_for_a_new_one_tells_whether_an_address_is_known(
            RunningStack stack, Visitors visitors) throws Exception {
        String known = stack.demo("developerUser");
        String unknown = "nobody-" + Long.toString(System.currentTimeMillis(), 36) + "@kiosk25.example";
        String ofKnown = told(visitors, stack, known);
        assertThat(ofKnown).isEqualTo(told(visitors, stack, unknown));
        assertThat(ofKnown).contains("No account yet? Create an account").doesNotContain("New user?");
    }

    private static String told(Visitors visitors, RunningStack stack, String email) {
        Visitor guest = visitors.arrive("guest");
        asksForANewPassword(guest, email);
        String asked = guest.page.innerText("body");
        guest.open("/sign-in?return=/account");
        guest.page.locator("#username").fill(email);
        guest.page.locator("#kc-login").click();
        String first = guest.page.innerText("body");
        guest.page.locator("#password").fill("certainly wrong 1");
        guest.page.locator("#kc-login").click();
        return (asked + "\n---\n" + first + "\n---\n" + guest.page.innerText("body")).replace(email, "…");
    }

    private static void asksForANewPassword(Visitor visitor, String email) {
        visitor.open("/sign-in?return=/account");
        visitor.page.locator("#username").fill(email);
        visitor.page.locator("#kc-login").click();
        visitor.follow("Forgot Password?");
        visitor.page.locator("#username").fill(email);
        visitor.page.locator("input[type=submit], button[type=submit]").last().click();
    }
}
