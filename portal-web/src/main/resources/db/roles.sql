-- The database roles of an installation, made by an administrator connected to its database; safe to run again. Passwords are put
-- in for the placeholders. None is a superuser and none may pass by row-level security; what each sees is said beside the tables.
--   tallygate_owner      owns the schemas and runs the migrations
--   tallygate_app        serves pages and the control API, inside one tenant at a time
--   tallygate_directory  who is this person, whose is this token, which tenant has this name: asked before a tenant is known
--   tallygate_feed       reads what gateways must know, of all tenants
--   tallygate_operator   makes tenants and gateway groups
--   tallygate_tasks      takes background work, of all tenants, and says how it ended; sees none of their data
--   tallygate_audit      records refused attempts and signs the heads of audit chains; reads no record
--   tallygate_identity   people's sessions at the portals, whoever they are
--   tallygate_mail       sends what waits in the outbox, of all tenants
do $$
declare
    role record;
begin
    for role in
        select * from (values
            ('tallygate_owner', '${owner_password}'),
            ('tallygate_app', '${app_password}'),
            ('tallygate_directory', '${directory_password}'),
            ('tallygate_feed', '${feed_password}'),
            ('tallygate_operator', '${operator_password}'),
            ('tallygate_tasks', '${tasks_password}'),
            ('tallygate_audit', '${audit_password}'),
            ('tallygate_identity', '${identity_password}'),
            ('tallygate_mail', '${mail_password}')) as wanted (name, password)
    loop
        if not exists (select from pg_roles where rolname = role.name) then
            execute format('create role %I', role.name);
        end if;
        execute format('alter role %I login nosuperuser nobypassrls nocreatedb nocreaterole password %L', role.name, role.password);
        execute format('grant connect on database %I to %I', current_database(), role.name);
    end loop;
    execute format('revoke all on database %I from public', current_database());
    execute format('grant create on database %I to tallygate_owner', current_database());
end
$$;
