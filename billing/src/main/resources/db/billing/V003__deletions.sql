-- What nobody ever subscribed to may go; a subscription's reference keeps its plan and product, and what was issued stays for ever.
GRANT DELETE ON billing.product, billing.plan, billing.plan_version TO tallygate_app;
