/** A city that has its own raster map may show it instead of our drawing: set `tiles.url` in config.json. */
import { degrees, toMetres, toScreen, metres } from './camera.js';

const SIZE = 256;
const loaded = new Map();

const tileX = (lon, z) => ((lon + 180) / 360) * 2 ** z;
const tileY = (lat, z) => ((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * 2 ** z;
const lonOf = (x, z) => (x / 2 ** z) * 360 - 180;
const latOf = (y, z) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / 2 ** z))) * 180) / Math.PI;

/**
 * A painter of the tiles in view; `again` is called when one arrives.
 * @param {string} url with {z}, {x} and {y} @param {any} base @param {import('./camera.js').Camera} camera @param {{width: number, height: number}} view @param {() => void} again
 */
export const tilePainter = (url, base, camera, view, again) => (ctx) => {
  const metresAround = (2 * Math.PI * 6_378_137) * Math.cos((base.origin[1] * Math.PI) / 180);
  const z = Math.round(Math.log2((camera.scale * metresAround) / SIZE));
  const from = degrees(base, toMetres(camera, view, [0, 0]));
  const to = degrees(base, toMetres(camera, view, [view.width, view.height]));
  for (let x = Math.floor(tileX(from.lon, z)); x <= tileX(to.lon, z); x += 1) {
    for (let y = Math.floor(tileY(from.lat, z)); y <= tileY(to.lat, z); y += 1) {
      const image = tile(url.replace('{z}', z).replace('{x}', x).replace('{y}', y), again);
      const [left, top] = toScreen(camera, view, metres(base, { lon: lonOf(x, z), lat: latOf(y, z) }));
      const [right, bottom] = toScreen(camera, view, metres(base, { lon: lonOf(x + 1, z), lat: latOf(y + 1, z) }));
      if (image.complete && image.naturalWidth) ctx.drawImage(image, left, top, right - left, bottom - top);
    }
  }
};

function tile(src, again) {
  if (!loaded.has(src)) {
    const image = new Image();
    image.onload = again;
    image.src = src;
    loaded.set(src, image);
  }
  return loaded.get(src);
}
