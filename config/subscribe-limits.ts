/**
 * How often the same thing may be asked for. Whoever types other people's addresses into the form gets nowhere by it:
 * an address is mailed a few times a day at most, whatever network the wish comes from (sign-up bombing).
 */
export const SUBSCRIBE_LIMITS = {
  /** One address. Nobody is told when it is used up: that would say that somebody had asked for this address before. */
  address: { name: 'subscribe-address', points: 5, seconds: 24 * 3600 },
  /** One /24 or /48, and so perhaps a whole university: a class of thirty may sign up together. */
  network: { name: 'subscribe-network', points: 40, seconds: 3600 },
  /** Everybody together; what the mail provider should see of us at most when many networks are used against us. */
  total: { name: 'subscribe-everybody', points: 2_000, seconds: 3600 },
} as const;
