#!/bin/sh
# Runs once, when the database's volume is empty: the two roles, the database, and the extensions that only a superuser may make.
set -eu
psql -v ON_ERROR_STOP=1 --username postgres --dbname postgres \
    -v owner_password="$(cat /run/secrets/owner_password)" -v application_password="$(cat /run/secrets/application_password)" <<'SQL'
create role groundswell_owner login password :'owner_password';
create role groundswell_app login password :'application_password';
create database groundswell owner groundswell_owner;
revoke connect on database groundswell from public;
grant connect on database groundswell to groundswell_app;
\connect groundswell
create extension vector;
create extension pg_trgm;
create extension unaccent;
SQL
