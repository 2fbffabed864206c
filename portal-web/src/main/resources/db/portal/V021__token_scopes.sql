-- A personal token is limited to scopes. Tokens made before there were any keep all that their person may.
alter table access_token add column scopes text[] not null default '{tenant:read,tenant:write,members:read,members:write,tokens:write,identity:write,audit:read,webhooks:read,webhooks:write,state:read,state:write,apis:read,apis:write,plans:read,plans:write,consumers:read,consumers:write,applications:read,applications:write,credentials:read,credentials:write,subscriptions:read,subscriptions:write,usage:read,invoices:read,billing:run}';
-- from now on who makes one says which; an operator's has none, since it belongs to no tenant
alter table access_token alter column scopes set default '{}';
alter table access_token add check (cardinality(scopes) <= 100);

-- owners and admins page through everybody's
create index access_token_of_all on access_token (tenant_id, id);
