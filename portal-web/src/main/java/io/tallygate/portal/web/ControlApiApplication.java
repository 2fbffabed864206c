package io.tallygate.portal.web;

import io.tallygate.portal.account.web.MeResource;
import io.tallygate.portal.account.web.MembersResource;
import io.tallygate.portal.account.web.TokensResource;
import io.tallygate.portal.api.BearerAuthentication;
import io.tallygate.portal.api.CallBudgetHeaders;
import io.tallygate.portal.api.EntityTags;
import io.tallygate.portal.api.ProblemMapper;
import io.tallygate.portal.api.ServerTiming;
import io.tallygate.portal.api.openapi.OpenApiResource;
import io.tallygate.portal.application.web.ApplicationsResource;
import io.tallygate.portal.application.web.CredentialResource;
import io.tallygate.portal.application.web.CredentialsResource;
import io.tallygate.portal.audit.web.ActionNames;
import io.tallygate.portal.audit.web.AuditEventsResource;
import io.tallygate.portal.audit.web.InstallationAuditResource;
import io.tallygate.portal.audit.web.RefusedAttempts;
import io.tallygate.portal.consumer.web.ConsumersResource;
import io.tallygate.portal.consumer.web.TeamResource;
import io.tallygate.portal.credit.web.CreditResource;
import io.tallygate.portal.deadletter.web.DeadLettersResource;
import io.tallygate.portal.dispute.web.DisputesResource;
import io.tallygate.portal.dispute.web.LineCallsResource;
import io.tallygate.portal.event.web.EventCredentialsResource;
import io.tallygate.portal.gatewayconfig.web.CallTracesResource;
import io.tallygate.portal.identity.web.IdentityProvidersResource;
import io.tallygate.portal.identity.web.OwnSessionsResource;
import io.tallygate.portal.invitation.web.AcceptanceResource;
import io.tallygate.portal.invitation.web.ConsumerInvitationsResource;
import io.tallygate.portal.invitation.web.InvitationsResource;
import io.tallygate.portal.invoice.web.BillingRunsResource;
import io.tallygate.portal.invoice.web.ConsumerBillingResource;
import io.tallygate.portal.invoice.web.CouponsResource;
import io.tallygate.portal.invoice.web.CreditNotesResource;
import io.tallygate.portal.invoice.web.InvoicesResource;
import io.tallygate.portal.invoice.web.LegalEntitiesResource;
import io.tallygate.portal.invoice.web.TaxRulesResource;
import io.tallygate.portal.lifecycle.web.ErasureResource;
import io.tallygate.portal.lifecycle.web.ErasuresResource;
import io.tallygate.portal.lifecycle.web.ExportsResource;
import io.tallygate.portal.meter.web.MetersResource;
import io.tallygate.portal.payment.web.BankStatementsResource;
import io.tallygate.portal.payment.web.PaymentsResource;
import io.tallygate.portal.payment.web.SettlementResource;
import io.tallygate.portal.plan.web.PlanVersionsResource;
import io.tallygate.portal.plan.web.ProductsResource;
import io.tallygate.portal.publishing.web.ApisResource;
import io.tallygate.portal.publishing.web.DeploymentsResource;
import io.tallygate.portal.publishing.web.PromotionResource;
import io.tallygate.portal.reconciliation.web.ReconciliationsResource;
import io.tallygate.portal.retention.web.RetentionResource;
import io.tallygate.portal.routing.web.PolicyKindsResource;
import io.tallygate.portal.routing.web.RoutingResource;
import io.tallygate.portal.state.web.StateResource;
import io.tallygate.portal.subscription.web.SubscriptionChangesResource;
import io.tallygate.portal.subscription.web.SubscriptionsResource;
import io.tallygate.portal.tenancy.web.LimitsResource;
import io.tallygate.portal.tenancy.web.TenantResource;
import io.tallygate.portal.tenancy.web.TenantsResource;
import io.tallygate.portal.usage.web.UsageResource;
import io.tallygate.portal.webhook.web.WebhookDeliveriesResource;
import io.tallygate.portal.webhook.web.WebhookEventTypesResource;
import io.tallygate.portal.webhook.web.WebhooksResource;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/// Every resource of the control API.
@ApplicationPath("/api/v1")
public class ControlApiApplication extends Application {
    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                ActionNames.class,
                RefusedAttempts.class,
                BearerAuthentication.class,
                ProblemMapper.class,
                ServerTiming.class,
                OpenApiResource.class,
                EntityTags.class,
                MeResource.class,
                OwnSessionsResource.class,
                TenantsResource.class,
                TenantResource.class,
                LimitsResource.class,
                ErasureResource.class,
                ErasuresResource.class,
                ExportsResource.class,
                IdentityProvidersResource.class,
                CallBudgetHeaders.class,
                MembersResource.class,
                TokensResource.class,
                ApisResource.class,
                DeploymentsResource.class,
                CallTracesResource.class,
                PromotionResource.class,
                RoutingResource.class,
                PolicyKindsResource.class,
                ProductsResource.class,
                PlanVersionsResource.class,
                ConsumersResource.class,
                TeamResource.class,
                InvitationsResource.class,
                ConsumerInvitationsResource.class,
                AcceptanceResource.class,
                ApplicationsResource.class,
                CredentialsResource.class,
                CredentialResource.class,
                SubscriptionsResource.class,
                SubscriptionChangesResource.class,
                StateResource.class,
                MetersResource.class,
                EventCredentialsResource.class,
                DeadLettersResource.class,
                ReconciliationsResource.class,
                RetentionResource.class,
                WebhooksResource.class,
                WebhookDeliveriesResource.class,
                WebhookEventTypesResource.class,
                UsageResource.class,
                InvoicesResource.class,
                CreditNotesResource.class,
                LegalEntitiesResource.class,
                TaxRulesResource.class,
                ConsumerBillingResource.class,
                CouponsResource.class,
                AuditEventsResource.class,
                InstallationAuditResource.class,
                BillingRunsResource.class,
                LineCallsResource.class,
                DisputesResource.class,
                PaymentsResource.class,
                SettlementResource.class,
                BankStatementsResource.class,
                CreditResource.class);
    }
}
