-- The role of Points Navi, whose pages anybody on the internet reads: it can read where points are used and who
-- brings them, and nothing else; it can change nothing.
--
-- Run this file with psql as the superuser on the points side's cluster, after `mykey-points migrate`, with the
-- new role's password in the environment:
--
--   MYKEY_DATABASE_PASSWORD=... psql --dbname=mykey_points --file=navi.sql
--
-- A second run stops at the role that is there already and changes nothing.

\set ON_ERROR_STOP on
\getenv password MYKEY_DATABASE_PASSWORD

\if :{?password}
\else
  \warn 'Put the password of the role into MYKEY_DATABASE_PASSWORD.'
  DO $$ BEGIN RAISE EXCEPTION 'no password was given'; END $$;
\endif

BEGIN;

CREATE ROLE mykey_points_navi LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
    PASSWORD :'password';

GRANT CONNECT ON DATABASE mykey_points TO mykey_points_navi;
GRANT USAGE ON SCHEMA public TO mykey_points_navi;
GRANT SELECT ON programmes, shops, partner_rates TO mykey_points_navi;
-- A company's keys and the addresses it is asked at are nobody's business.
GRANT SELECT (partner_id, partner_name, partner_about, partner_state, authorize_url, takes_coupons)
    ON partners TO mykey_points_navi;

COMMIT;
