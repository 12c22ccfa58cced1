import words from './body-places.json' with { type: 'json' };

/** The places of the body, as alternatives of a regular expression; plurals in -s belong to them. */
export const bodyPlaces: string = `(?:${words.places.join('|')})s?`;
