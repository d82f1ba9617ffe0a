-- Who may sign in, with which sessions, and who may do what on a restricted resource.

CREATE TABLE users (
  id            uuid        NOT NULL PRIMARY KEY,
  -- Lower case: one address is one user however it is typed.
  email         text        NOT NULL CHECK (email = lower(email)),
  name          text        NOT NULL,
  role          text        NOT NULL CHECK (role IN ('standard', 'premium', 'admin')),
  -- argon2id in the PHC string format.
  password_hash text        NOT NULL,
  is_active     boolean     NOT NULL,
  version       integer     NOT NULL CHECK (version > 0),
  created_at    timestamptz NOT NULL,
  updated_at    timestamptz NOT NULL,
  CONSTRAINT users_email UNIQUE (email)
);

CREATE INDEX users_in_order ON users (created_at, id);

-- A sign-in, of which each refresh makes a new token. Using a spent token ends the session.
CREATE TABLE sessions (
  id          uuid        NOT NULL PRIMARY KEY,
  user_id     uuid        NOT NULL REFERENCES users (id),
  created_at  timestamptz NOT NULL,
  revoked_at  timestamptz
);

CREATE INDEX sessions_by_user ON sessions (user_id) WHERE revoked_at IS NULL;

-- Refresh tokens are kept as SHA-256 of 256 random bits.
CREATE TABLE refresh_tokens (
  token_hash  text        NOT NULL PRIMARY KEY,
  session_id  uuid        NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  created_at  timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL,
  spent_at    timestamptz
);

CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);
CREATE UNIQUE INDEX refresh_tokens_one_live ON refresh_tokens (session_id) WHERE spent_at IS NULL;
CREATE INDEX refresh_tokens_by_expiry ON refresh_tokens (expires_at);

-- 'open': every authenticated user may view and book. 'restricted': only those with a grant.
ALTER TABLE resources ADD COLUMN access text NOT NULL DEFAULT 'open' CHECK (access IN ('open', 'restricted'));
ALTER TABLE resources ALTER COLUMN access DROP DEFAULT;

CREATE TABLE resource_grants (
  bucket      smallint    NOT NULL,
  resource_id uuid        NOT NULL,
  subject     text        NOT NULL,
  permission  text        NOT NULL CHECK (permission IN ('view', 'book', 'manage')),
  granted_by  text        NOT NULL,
  granted_at  timestamptz NOT NULL,
  PRIMARY KEY (bucket, resource_id, subject),
  CONSTRAINT resource_grants_resource FOREIGN KEY (bucket, resource_id) REFERENCES resources (bucket, id)
);

CREATE INDEX resource_grants_by_subject ON resource_grants (subject);
