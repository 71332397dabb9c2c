/** Factors by the number of marks: above 0 doubled so often, below 0 halved so often. */
export const times = { en: ['', 'twice', 'four times'], de: ['', 'doppelt', 'vierfach'] } as const;
export const parts = { en: ['', 'half', 'a quarter'], de: ['', 'halb so viel', 'ein Viertel'] } as const;
