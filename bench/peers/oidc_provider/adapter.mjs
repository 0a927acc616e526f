// One table in PostgreSQL, as durable as the portal's; every statement prepared once a connection.
import pg from 'pg';

export const pool = new pg.Pool({ connectionString: process.env.BENCH_DATABASE, max: 8 });

export const TABLES = `
  CREATE TABLE held (
    model text, id text, payload jsonb NOT NULL, grant_id text, uid text, expires_at timestamptz,
    consumed_at timestamptz, PRIMARY KEY (model, id));
  CREATE INDEX held_grant ON held (grant_id) WHERE grant_id IS NOT NULL;
  CREATE INDEX held_uid ON held (uid) WHERE uid IS NOT NULL;
  CREATE TABLE account (id text PRIMARY KEY, name text NOT NULL, active boolean NOT NULL);`;

const FOUND = 'SELECT payload, consumed_at FROM held WHERE (expires_at IS NULL OR expires_at > now()) AND model = $1 AND ';

export async function ask(name, text, values) {
  return (await pool.query({ name, text, values })).rows;
}

function read([row]) {
  if (!row) return undefined;
  return row.consumed_at ? { ...row.payload, consumed: Math.floor(row.consumed_at / 1000) } : row.payload;
}

export class Adapter {
  constructor(model) {
    this.model = model;
  }

  async upsert(id, payload, expiresIn) {
    const ends = expiresIn ? new Date(Date.now() + expiresIn * 1000) : null;
    await ask('upsert', `INSERT INTO held (model, id, payload, grant_id, uid, expires_at) VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (model, id) DO UPDATE SET payload = $3, grant_id = $4, uid = $5, expires_at = $6`,
    [this.model, id, payload, payload.grantId ?? null, payload.uid ?? null, ends]);
  }

  async find(id) {
    return read(await ask('find', `${FOUND} id = $2`, [this.model, id]));
  }

  async findByUid(uid) {
    return read(await ask('uid', `${FOUND} uid = $2`, [this.model, uid]));
  }

  async findByUserCode() {
    return undefined;
  }

  async consume(id) {
    await ask('consume', 'UPDATE held SET consumed_at = now() WHERE model = $1 AND id = $2', [this.model, id]);
  }

  async destroy(id) {
    await ask('destroy', 'DELETE FROM held WHERE model = $1 AND id = $2', [this.model, id]);
  }

  async revokeByGrantId(grantId) {
    await ask('revoke', 'DELETE FROM held WHERE grant_id = $1', [grantId]);
  }
}
