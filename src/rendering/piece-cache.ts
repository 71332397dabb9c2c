/**
 * Cache bounded in bytes, in two generations: entries in use move to the young one, and when that holds half of
 * the capacity, the old one is dropped. A hit writes nothing, which a strict order of use would do each time.
 */
export class PieceCache<Value> {
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();
  #bytes = 0;
  readonly #capacity: number;
  readonly #bytesOf: (value: Value) => number;

  constructor(capacity: number, bytesOf: (value: Value) => number) {
    this.#capacity = capacity;
    this.#bytesOf = bytesOf;
  }

  /** The value of a key, made if it is not there. Nothing is stored if `make` throws. */
  get(key: string, make: () => Value): Value {
    const known = this.#young.get(key);
    if (known !== undefined) return known;
    const value = this.#old.get(key) ?? make();
    this.#bytes += this.#bytesOf(value) + 2 * key.length + 64;
    if (this.#bytes > this.#capacity / 2) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#bytes = 0;
    }
    this.#young.set(key, value);
    return value;
  }
}
