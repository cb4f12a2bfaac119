-- One side's role and database, made on that side's own cluster.
--
-- The core and the points side live in two clusters, each with a role that the other does not know: transaction
-- numbers and the log of one cluster would order both sides' rows against each other. Run this file with psql as
-- the superuser, once on each cluster, with the role's password in the environment:
--
--   MYKEY_DATABASE_PASSWORD=... psql --dbname=postgres --set=side=core   --file=roles.sql
--   MYKEY_DATABASE_PASSWORD=... psql --dbname=postgres --set=side=points --file=roles.sql
--
-- A second run stops at the role that is there already and changes nothing.

\set ON_ERROR_STOP on
\getenv password MYKEY_DATABASE_PASSWORD

\if :{?side}
\else
  \set side none
\endif
SELECT :'side' IN ('core', 'points') AS side_known \gset
\if :side_known
\else
  \warn 'Say which side this cluster is: --set=side=core or --set=side=points.'
  DO $$ BEGIN RAISE EXCEPTION 'no side was named'; END $$;
\endif
\if :{?password}
\else
  \warn 'Put the password of the role into MYKEY_DATABASE_PASSWORD.'
  DO $$ BEGIN RAISE EXCEPTION 'no password was given'; END $$;
\endif

-- One cluster never holds both sides.
SELECT count(*) = 0 AS alone FROM pg_roles
WHERE rolname IN ('mykey_core', 'mykey_points') AND rolname <> 'mykey_' || :'side' \gset
\if :alone
\else
  \warn 'This cluster has the role of the other side. Each side needs a cluster of its own.'
  DO $$ BEGIN RAISE EXCEPTION 'the other side is here'; END $$;
\endif

\set role mykey_:side

CREATE ROLE :"role" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
    PASSWORD :'password';

-- The role owns the database and, since it runs the migrations, its tables: the rewriting job needs an owner's
-- TRUNCATE and LOCK, and temporary tables. Where somebody else migrates, grant the role both.
CREATE DATABASE :"role" OWNER :"role" TEMPLATE template0 ENCODING 'UTF8';

-- Whoever gets another role on this cluster, a monitoring one for instance, still cannot look in.
REVOKE ALL ON DATABASE :"role" FROM PUBLIC;
REVOKE ALL ON DATABASE postgres FROM PUBLIC;
REVOKE ALL ON DATABASE template1 FROM PUBLIC;

\connect :"role"
REVOKE ALL ON SCHEMA public FROM PUBLIC;
