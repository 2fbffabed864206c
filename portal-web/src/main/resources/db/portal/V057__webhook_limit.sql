-- How many webhooks a tenant has is a named limit (V046, which comes after V032).
select begin_counting('webhook', 'webhooks', 'true');
