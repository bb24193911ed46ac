/** From degrees to metres to pixels and back. Pure: a camera is a value {x, y, scale}. */

/** @typedef {{x: number, y: number, scale: number}} Camera centre in metres of the basemap's frame, pixels per metre */

export const NEAREST = 0.7;
export const FARTHEST = 0.025;

/** Metres east and south of the basemap's origin. @param {any} base @param {{lat: number, lon: number}} place */
export const metres = (base, { lat, lon }) => [
  (lon - base.origin[0]) * base.metres_per_degree[0],
  (base.origin[1] - lat) * base.metres_per_degree[1],
];

/** The other way round. */
export const degrees = (base, [x, y]) => ({ lon: base.origin[0] + x / base.metres_per_degree[0], lat: base.origin[1] - y / base.metres_per_degree[1] });

/** @param {Camera} camera @param {{width: number, height: number}} view */
export const toScreen = (camera, view, [x, y]) => [(x - camera.x) * camera.scale + view.width / 2, (y - camera.y) * camera.scale + view.height / 2];
export const toMetres = (camera, view, [sx, sy]) => [(sx - view.width / 2) / camera.scale + camera.x, (sy - view.height / 2) / camera.scale + camera.y];

/** Nearer by `factor`, the point under [sx, sy] staying where it is. */
export function zoomed(camera, view, factor, [sx, sy] = [view.width / 2, view.height / 2]) {
  const scale = Math.min(NEAREST, Math.max(FARTHEST, camera.scale * factor));
  const [x, y] = toMetres(camera, view, [sx, sy]);
  return kept({ scale, x: x - (sx - view.width / 2) / scale, y: y - (sy - view.height / 2) / scale });
}

export const panned = (camera, dx, dy) => kept({ ...camera, x: camera.x - dx / camera.scale, y: camera.y - dy / camera.scale });

/** Never out of sight of the city. */
const kept = ({ x, y, scale }) => ({ scale, x: Math.min(9000, Math.max(-9000, x)), y: Math.min(7000, Math.max(-5500, y)) });

/** The camera that shows all the points with room around. @param {number[][]} points metres @returns {Camera} */
export function fitting(points, view, margin = 64) {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = Math.min((view.width - 2 * margin) / Math.max(right - left, 600), (view.height - 2 * margin) / Math.max(bottom - top, 600));
  return kept({ x: (left + right) / 2, y: (top + bottom) / 2, scale: Math.min(NEAREST, Math.max(FARTHEST, scale)) });
}
