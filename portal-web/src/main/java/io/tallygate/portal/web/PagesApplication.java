package io.tallygate.portal.web;

import io.tallygate.portal.account.web.ConsoleTokensPage;
import io.tallygate.portal.account.web.MembersPage;
import io.tallygate.portal.account.web.RolesPage;
import io.tallygate.portal.account.web.TokensPage;
import io.tallygate.portal.application.web.ApplicationsPage;
import io.tallygate.portal.audit.web.ActionNames;
import io.tallygate.portal.audit.web.AuditKeysPage;
import io.tallygate.portal.audit.web.AuditPage;
import io.tallygate.portal.audit.web.RefusedAttempts;
import io.tallygate.portal.catalogue.web.ApiDocument;
import io.tallygate.portal.catalogue.web.ApiPage;
import io.tallygate.portal.catalogue.web.LandingPage;
import io.tallygate.portal.catalogue.web.LookSheet;
import io.tallygate.portal.catalogue.web.PortalPage;
import io.tallygate.portal.catalogue.web.ProductPage;
import io.tallygate.portal.console.web.OverviewPage;
import io.tallygate.portal.consumer.web.ConsumerTeamPage;
import io.tallygate.portal.consumer.web.ConsumersPage;
import io.tallygate.portal.consumer.web.JoinPage;
import io.tallygate.portal.consumer.web.TeamPage;
import io.tallygate.portal.credit.web.ConsumerCreditPage;
import io.tallygate.portal.credit.web.CreditPage;
import io.tallygate.portal.deadletter.web.DeadLettersPage;
import io.tallygate.portal.dispute.web.ConsoleLinePage;
import io.tallygate.portal.dispute.web.ConsumerLinePage;
import io.tallygate.portal.dispute.web.DisputePage;
import io.tallygate.portal.event.web.EventCredentialsPage;
import io.tallygate.portal.frame.PostGuard;
import io.tallygate.portal.frame.PreferencesPage;
import io.tallygate.portal.frame.ProblemPages;
import io.tallygate.portal.gatewayconfig.web.GatewaysPage;
import io.tallygate.portal.identity.web.AccountPage;
import io.tallygate.portal.identity.web.IdentityProviderPage;
import io.tallygate.portal.identity.web.IdentityProvidersPage;
import io.tallygate.portal.identity.web.SignInPage;
import io.tallygate.portal.identity.web.SignOutPage;
import io.tallygate.portal.identity.web.TokenIssuers;
import io.tallygate.portal.invitation.web.ConsumerInvitationsPage;
import io.tallygate.portal.invitation.web.InvitationPage;
import io.tallygate.portal.invitation.web.MemberInvitationsPage;
import io.tallygate.portal.invitation.web.TeamInvitationsPage;
import io.tallygate.portal.invoice.web.BillingPage;
import io.tallygate.portal.invoice.web.ConsoleInvoicesPage;
import io.tallygate.portal.invoice.web.InvoicesPage;
import io.tallygate.portal.invoice.web.SellingPage;
import io.tallygate.portal.lifecycle.web.ErasurePage;
import io.tallygate.portal.lifecycle.web.ExportPage;
import io.tallygate.portal.meter.web.MeterPage;
import io.tallygate.portal.meter.web.MetersPage;
import io.tallygate.portal.payment.web.InvoicePaymentsPage;
import io.tallygate.portal.payment.web.PaymentsPage;
import io.tallygate.portal.plan.web.PlanFormPage;
import io.tallygate.portal.plan.web.PlanVersionsPage;
import io.tallygate.portal.plan.web.ProductsPage;
import io.tallygate.portal.publishing.web.ApisPage;
import io.tallygate.portal.publishing.web.EnvironmentsPage;
import io.tallygate.portal.reconciliation.web.ReconciliationPage;
import io.tallygate.portal.retention.web.RetentionPage;
import io.tallygate.portal.routing.web.PolicyPage;
import io.tallygate.portal.routing.web.RoutePage;
import io.tallygate.portal.routing.web.RoutingPage;
import io.tallygate.portal.routing.web.UpstreamPage;
import io.tallygate.portal.signup.web.RegisterPage;
import io.tallygate.portal.signup.web.SignUpPage;
import io.tallygate.portal.state.web.StateDownload;
import io.tallygate.portal.state.web.StatePage;
import io.tallygate.portal.subscription.web.ApplicationPage;
import io.tallygate.portal.subscription.web.ConsumerPage;
import io.tallygate.portal.subscription.web.PlansPage;
import io.tallygate.portal.subscription.web.SubscribePage;
import io.tallygate.portal.subscription.web.SubscriptionPage;
import io.tallygate.portal.tenancy.web.LimitsPage;
import io.tallygate.portal.tenancy.web.SettingsPage;
import io.tallygate.portal.usage.web.ConsoleUsagePage;
import io.tallygate.portal.usage.web.UsagePage;
import io.tallygate.portal.webhook.web.WebhookPage;
import io.tallygate.portal.webhook.web.WebhooksPage;
import jakarta.mvc.form.FormMethodOverwriter;
import jakarta.mvc.security.Csrf;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;
import org.eclipse.krazo.bootstrap.CoreFeature;

/// Every page of the portal. Static files, the control API and the feed have longer paths of their own.
@ApplicationPath("/")
public class PagesApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                CoreFeature.class,
                ActionNames.class,
                RefusedAttempts.class,
                PostGuard.class,
                ProblemPages.class,
                PreferencesPage.class,
                SignInPage.class,
                SignOutPage.class,
                AccountPage.class,
                TokenIssuers.class,
                RegisterPage.class,
                SignUpPage.class,
                OverviewPage.class,
                ApisPage.class,
                EnvironmentsPage.class,
                RoutingPage.class,
                RoutePage.class,
                PolicyPage.class,
                UpstreamPage.class,
                ProductsPage.class,
                PlanFormPage.class,
                PlanVersionsPage.class,
                ConsumersPage.class,
                TeamPage.class,
                ConsumerTeamPage.class,
                ConsumerPage.class,
                ConsoleUsagePage.class,
                ConsoleInvoicesPage.class,
                ConsoleLinePage.class,
                DisputePage.class,
                InvoicePaymentsPage.class,
                PaymentsPage.class,
                CreditPage.class,
                BillingPage.class,
                SellingPage.class,
                GatewaysPage.class,
                AuditPage.class,
                StatePage.class,
                StateDownload.class,
                AuditKeysPage.class,
                MetersPage.class,
                MeterPage.class,
                EventCredentialsPage.class,
                DeadLettersPage.class,
                ReconciliationPage.class,
                RetentionPage.class,
                WebhooksPage.class,
                WebhookPage.class,
                MembersPage.class,
                RolesPage.class,
                SettingsPage.class,
                TokensPage.class,
                ConsoleTokensPage.class,
                InvitationPage.class,
                MemberInvitationsPage.class,
                TeamInvitationsPage.class,
                ConsumerInvitationsPage.class,
                LimitsPage.class,
                ErasurePage.class,
                ExportPage.class,
                IdentityProvidersPage.class,
                IdentityProviderPage.class,
                LandingPage.class,
                LookSheet.class,
                PortalPage.class,
                ApiPage.class,
                ApiDocument.class,
                ProductPage.class,
                ControlApiPage.class,
                ApplicationsPage.class,
                ApplicationPage.class,
                PlansPage.class,
                SubscriptionPage.class,
                SubscribePage.class,
                UsagePage.class,
                InvoicesPage.class,
                ConsumerLinePage.class,
                ConsumerCreditPage.class,
                JoinPage.class);
    }

    /// Krazo must not read a form before we do: the server would find it empty. Our own [PostGuard] does the
    /// checking.
    @Override
    public Map<String, Object> getProperties() {
        return Map.of(
                Csrf.CSRF_PROTECTION,
                Csrf.CsrfOptions.OFF,
                FormMethodOverwriter.FORM_METHOD_OVERWRITE,
                FormMethodOverwriter.Options.DISABLED);
    }
}
