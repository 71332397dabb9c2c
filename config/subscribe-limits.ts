/**
 * Rate limits of sign-up requests, against sign-up bombing: an address is emailed a few times a day at most,
 * regardless of the requesting network. `name` is the stored key of the counter.
 */
export const SUBSCRIBE_LIMITS = {
  /** Per address. A reached limit is not reported: it would reveal earlier requests for the address. */
  address: { name: 'subscribe-address', points: 5, seconds: 24 * 3600 },
  /** Per /24 or /48, which may be a whole university: a class of thirty can sign up together. */
  network: { name: 'subscribe-network', points: 40, seconds: 3600 },
  /** Over all requests: the most the email provider sees during an attack from many networks. */
  total: { name: 'subscribe-everybody', points: 2_000, seconds: 3600 },
} as const;
