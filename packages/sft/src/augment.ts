import type { ImageSource, Random } from '@skinr1/core';

/** Shows an image another way, drawn with `random`; what is true of the image stays true. */
export type Augment = (image: ImageSource, random: Random) => ImageSource;
