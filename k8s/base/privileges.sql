-- What Formation does in the local cluster, here as the owner of the database: the role of the service reads and
-- writes rows, and cannot change the schema. It may run again and again.
\set ON_ERROR_STOP on
revoke all on database :"database" from public;
grant connect, temporary on database :"database" to :"app";
grant usage on schema public to :"app";
alter default privileges in schema public grant select, insert, update, delete on tables to :"app";
alter default privileges in schema public grant usage, select on sequences to :"app";
