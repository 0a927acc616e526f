// npm oidc-provider as an agency's installation would run it: as many processes as told, PostgreSQL, ES256, requests pushed.
// Interactions are answered without a page: whoever comes is the account of the login hint, and allows what is asked.
import cluster from 'node:cluster';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import Provider from 'oidc-provider';
import { Adapter, TABLES, ask, pool } from './adapter.mjs';

const { BENCH_PORT, BENCH_ISSUER, BENCH_WORKERS, BENCH_PEOPLE, BENCH_CLIENT, BENCH_SECRET, BENCH_BACK, BENCH_KEYS } = process.env;
const TEN_MINUTES = 600;
const TWELVE_HOURS = 43200;

async function prepare() {
  await pool.query(TABLES);
  await pool.query("INSERT INTO account SELECT 'bench' || n, 'عمر سعيد خالد الحسن', true FROM generate_series(0, $1::int - 1) n", [BENCH_PEOPLE]);
  const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  const keys = JSON.stringify({ jwk: { ...jwk, alg: 'ES256', use: 'sig' }, cookies: [randomBytes(32).toString('hex')] });
  for (let number = 0; number < Number(BENCH_WORKERS); number += 1) cluster.fork({ BENCH_KEYS: keys });
  cluster.on('exit', () => process.exit(1));
  process.on('SIGTERM', () => {
    cluster.removeAllListeners('exit');
    Object.values(cluster.workers).forEach((worker) => worker.process.kill('SIGKILL'));
    process.exit(0);
  });
}

async function findAccount(ctx, id) {
  const [row] = await ask('account', 'SELECT name FROM account WHERE id = $1 AND active', [id]);
  return row && { accountId: id, claims: () => ({ sub: id, name: row.name, locale: 'ar' }) };
}

async function answer(provider, req, res) {
  const { prompt, params, session, grantId } = await provider.interactionDetails(req, res);
  if (prompt.name === 'login') {
    return provider.interactionFinished(req, res, { login: { accountId: params.login_hint } });
  }
  const grant = grantId ? await provider.Grant.find(grantId) : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope('openid profile');
  return provider.interactionFinished(req, res, { consent: { grantId: await grant.save() } });
}

function serve() {
  const keys = JSON.parse(BENCH_KEYS);
  const provider = new Provider(BENCH_ISSUER, {
    adapter: Adapter,
    findAccount,
    clients: [{
      client_id: BENCH_CLIENT,
      client_secret: BENCH_SECRET,
      redirect_uris: [BENCH_BACK],
      grant_types: ['authorization_code'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
      id_token_signed_response_alg: 'ES256',
      scope: 'openid profile',
    }],
    jwks: { keys: [keys.jwk] },
    cookies: { keys: keys.cookies },
    claims: { openid: ['sub'], profile: ['name', 'locale'] },
    features: { devInteractions: { enabled: false }, pushedAuthorizationRequests: { enabled: true } },
    interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
    pkce: { required: () => true },
    ttl: { AccessToken: TEN_MINUTES, AuthorizationCode: 60, IdToken: TEN_MINUTES, PushedAuthorizationRequest: 60, Session: TWELVE_HOURS, Grant: TWELVE_HOURS, Interaction: TEN_MINUTES },
  });
  provider.use(async (ctx, next) => {
    if (!ctx.path.startsWith('/interaction/')) return next();
    ctx.respond = false;
    return answer(provider, ctx.req, ctx.res);
  });
  provider.on('server_error', (ctx, error) => console.error(error));
  provider.listen(Number(BENCH_PORT), '127.0.0.1');
}

await (cluster.isPrimary ? prepare() : Promise.resolve(serve()));
