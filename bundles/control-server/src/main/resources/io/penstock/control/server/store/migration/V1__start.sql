-- Common subset of SQLite and PostgreSQL; ${bytes} is BLOB or BYTEA. Times are epoch milliseconds, flags 0 or 1, JSON is text.

create table meta (
  name text not null primary key,
  value text not null
);

create table sealed (
  name text not null primary key,
  body ${bytes} not null
);

-- One row. Every writing transaction takes it last: the order of commits is the order of numbers, without gaps.
create table change_head (
  one smallint not null primary key check (one = 1),
  seq bigint not null,
  audit_seq bigint not null,
  audit_hash ${bytes} not null
);

create table changes (
  seq bigint not null primary key,
  at bigint not null,
  kind text not null,
  id text not null,
  op text not null,
  version bigint not null,
  actor text not null
);
create index changes_at on changes (at);

create table audit (
  seq bigint not null primary key,
  at bigint not null,
  actor text not null,
  actor_name text not null,
  action text not null,
  kind text not null,
  id text not null,
  result text not null,
  address text not null,
  request_id text not null,
  detail text not null,
  previous ${bytes} not null,
  hash ${bytes} not null
);
create index audit_at on audit (at);
create index audit_subject on audit (kind, id);
create index audit_actor on audit (actor);

create table leases (
  name text not null primary key,
  holder text not null,
  epoch bigint not null,
  until bigint not null
);

create table servers (
  id text not null primary key,
  address text not null,
  version text not null,
  started_at bigint not null,
  seen_at bigint not null
);

create table server_settings (
  one smallint not null primary key check (one = 1),
  entries text not null,
  version bigint not null
);

create table idempotency (
  caller text not null,
  key text not null,
  request_hash text not null,
  status bigint,
  headers text,
  body ${bytes},
  at bigint not null,
  primary key (caller, key)
);
create index idempotency_at on idempotency (at);

create table operations (
  id text not null primary key,
  kind text not null,
  state text not null,
  detail text not null,
  server text not null,
  created_at bigint not null,
  ended_at bigint
);

create table backups (
  id text not null primary key,
  file text not null,
  size bigint not null,
  sha256 text not null,
  at bigint not null
);

create table users (
  id text not null primary key,
  name text not null,
  role text not null,
  password text not null,
  disabled smallint not null,
  version bigint not null,
  created_at bigint not null,
  password_at bigint not null,
  failed bigint not null,
  locked_until bigint
);
create unique index users_name on users (lower(name));

create table accounts (
  id text not null primary key,
  name text not null,
  role text not null,
  selector text,
  disabled smallint not null,
  version bigint not null,
  created_at bigint not null
);
create unique index accounts_name on accounts (lower(name));

-- hash is an HMAC under a key that is not in the database; role and cookie belong to people's and programs' tokens
create table credentials (
  id text not null primary key,
  kind text not null,
  owner text not null,
  label text not null,
  role text,
  cookie smallint not null,
  hash ${bytes} not null,
  last4 text not null,
  created_at bigint not null,
  created_by text not null,
  expires_at bigint,
  revoked_at bigint,
  used_at bigint,
  used_from text,
  successor text,
  version bigint not null
);
create index credentials_owner on credentials (kind, owner);

create table key_agents (
  key_id text not null,
  agent_id text not null,
  primary key (key_id, agent_id)
);
create index key_agents_agent on key_agents (agent_id);

create table enrolments (
  id text not null primary key,
  mode text not null,
  max_agents bigint,
  used bigint not null,
  cidrs text not null,
  tags text not null,
  closed_at bigint,
  version bigint not null
);

create table agents (
  id text not null primary key,
  name text not null,
  type text,
  platform text,
  deployment text,
  image text,
  tags text not null,
  public_key text,
  enrolment_id text,
  enrolled_by text,
  approved smallint not null,
  disabled smallint not null,
  draining smallint not null,
  generation bigint not null,
  host text,
  software text,
  local_policy text,
  created_at bigint not null,
  created_by text not null,
  removed_at bigint,
  version bigint not null
);
create unique index agents_name on agents (lower(name)) where removed_at is null;
create unique index agents_enrolment on agents (enrolment_id);
create index agents_removed on agents (removed_at);

create table presence (
  agent_id text not null primary key,
  server text not null,
  boot_id text,
  last_seen bigint,
  address text,
  said_goodbye smallint not null,
  state text not null,
  substate text not null,
  since bigint not null,
  reason text,
  report text,
  conflict text
);

create table state_history (
  agent_id text not null,
  at bigint not null,
  state text not null,
  substate text not null,
  reason text,
  primary key (agent_id, at)
);

create table pipes (
  id text not null primary key,
  name text not null,
  draft text,
  draft_by text,
  draft_at bigint,
  draft_version bigint not null,
  live bigint,
  desired text not null,
  health text not null,
  on_failure text not null,
  selector text not null,
  agent_ids text not null,
  version bigint not null,
  created_at bigint not null,
  created_by text not null,
  removed_at bigint
);
create unique index pipes_name on pipes (name) where removed_at is null;

create table revisions (
  pipe_id text not null,
  number bigint not null,
  artifact text not null,
  message text not null,
  author text not null,
  at bigint not null,
  restored_from bigint,
  primary key (pipe_id, number)
);

create table artifacts (
  hash text not null primary key,
  body ${bytes} not null,
  size bigint not null,
  at bigint not null
);

create table parameter_sets (
  space text not null,
  level text not null,
  owner text not null,
  entries text not null,
  version bigint not null,
  primary key (space, level, owner)
);

create table specs (
  hash text not null primary key,
  body text not null
);

create table placements (
  agent_id text not null,
  pipe_id text not null,
  spec text,
  previous text,
  rollout_id text,
  since bigint not null,
  primary key (agent_id, pipe_id)
);
create index placements_pipe on placements (pipe_id);

create table refused (
  agent_id text not null,
  pipe_id text not null,
  spec text not null,
  at bigint not null,
  code text not null,
  message text not null,
  primary key (agent_id, pipe_id, spec)
);

create table rollouts (
  id text not null primary key,
  cause text not null,
  pipe_id text,
  revision bigint,
  strategy text not null,
  state text not null,
  reason text,
  stage bigint not null,
  batch bigint not null,
  total bigint not null,
  released bigint not null,
  done bigint not null,
  failed bigint not null,
  next_at bigint,
  created_at bigint not null,
  created_by text not null,
  ended_at bigint,
  version bigint not null
);
create index rollouts_pipe on rollouts (pipe_id);
create index rollouts_state on rollouts (state);

create table rollout_targets (
  rollout_id text not null,
  ordinal bigint not null,
  agent_id text not null,
  pipe_id text not null,
  spec_before text,
  spec_after text,
  stage bigint not null,
  batch bigint not null,
  state text not null,
  at bigint,
  message text,
  primary key (rollout_id, ordinal)
);
create index rollout_targets_place on rollout_targets (agent_id, pipe_id);

create table commands (
  id text not null primary key,
  agent_id text not null,
  type text not null,
  args text not null,
  state text not null,
  created_at bigint not null,
  created_by text not null,
  not_before bigint,
  expires_at bigint not null,
  done_at bigint,
  message text,
  output ${bytes}
);
create index commands_agent on commands (agent_id);

create table agent_logs (
  agent_id text not null,
  seq bigint not null,
  at bigint not null,
  level text not null,
  logger text not null,
  message text not null,
  primary key (agent_id, seq)
);
create index agent_logs_at on agent_logs (at);

create table tunnel_listeners (
  name text not null primary key,
  address text not null,
  agents text not null,
  target text not null,
  limits text not null,
  version bigint not null
);

create table tunnel_users (
  id text not null primary key,
  name text not null,
  public_keys text not null,
  agents text not null,
  targets text not null,
  version bigint not null
);
create unique index tunnel_users_name on tunnel_users (lower(name));
