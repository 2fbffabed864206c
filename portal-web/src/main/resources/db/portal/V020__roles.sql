-- Five roles at a tenant and three at a consumer; what each may do is the permission table's to say, not the database's.
alter table member drop constraint member_role_check;
alter table member add constraint member_role_check check (role in ('owner', 'admin', 'publisher', 'billing', 'viewer'));
alter table consumer_member drop constraint consumer_member_role_check;
alter table consumer_member add constraint consumer_member_role_check check (role in ('owner', 'developer', 'billing'));
