-- Links by which somebody sets a password: only the digest of what was mailed is kept, and used ones go.
CREATE TABLE password_links (
    digest TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX password_links_by_user ON password_links (user_id);
