/** Paints the bay: water, land, parks, sand, quays, the main axes and the names of places. */
import { toScreen } from './camera.js';

const NAMES = ['sea', 'shallow', 'land', 'shore', 'park', 'beach', 'quay', 'runway', 'road', 'road-edge', 'highway', 'text', 'halo', 'water-text'];
const BUILT = ['quay', 'runway', 'water'];
/** Where a name may go when its own place is taken: half-widths across, pixels down. */
const NEARBY = [[0, 0], [0, -30], [0, 30], [-1, -18], [1, -18], [1, 18]];
/** Pixels wide at scale 0.1, by rank of the axis. */
const WIDTHS = [5.5, 4, 2.2];
const FONT = '"Figtree Variable", system-ui, sans-serif';

/** Undo the delta coding: [x0, y0, dx, dy, ...] in grid steps -> points in metres. */
export function decoded(codes, grid) {
  const points = [];
  let x = 0;
  let y = 0;
  for (let i = 0; i < codes.length; i += 2) {
    x += codes[i];
    y += codes[i + 1];
    points.push([x * grid, y * grid]);
  }
  return points;
}

/** The basemap with its lines as metres. */
export const unpacked = (base) => ({
  ...base,
  land: base.land.map((codes) => decoded(codes, base.grid_m)),
  areas: base.areas.map(([kind, codes]) => [kind, decoded(codes, base.grid_m)]),
  axes: base.axes.map(([rank, codes, name]) => [rank, decoded(codes, base.grid_m), name]),
  places: base.places.map(([name, rank, x, y]) => ({ name, rank, at: [x * base.grid_m, y * base.grid_m] })),
});

/** The theme's colours as the browser resolves them: canvas does not know light-dark(). @param {Element} element */
export function palette(element) {
  const probe = document.createElement('span');
  element.append(probe);
  const colours = Object.fromEntries(NAMES.map((name) => {
    probe.style.color = `var(--map-${name})`;
    return [name, getComputedStyle(probe).color];
  }));
  probe.remove();
  return colours;
}

/** @param {CanvasRenderingContext2D} ctx @param {any} base unpacked @param {import('./camera.js').Camera} camera @param {{width: number, height: number}} view @param {Record<string, string>} colours @param {((ctx: CanvasRenderingContext2D) => void) | null} tiles paints a raster map instead of ours @param {number[][]} pins where no name may stand */
export function paint(ctx, base, camera, view, colours, tiles, pins) {
  ctx.fillStyle = colours.sea;
  ctx.fillRect(0, 0, view.width, view.height);
  if (tiles) return tiles(ctx);
  const trace = (points, isRing, isBuilt = false) => (isBuilt ? straight : rounded)(ctx, points.map((point) => toScreen(camera, view, point)), isRing);
  const zoom = Math.sqrt(camera.scale / 0.1);
  ctx.lineJoin = 'round';
  ctx.lineCap = 'round';
  for (const [width, alpha] of [[26, 0.35], [12, 0.6]]) stroke(ctx, base.land, trace, colours.shallow, width * zoom, alpha);
  for (const ring of base.land) fill(ctx, ring, trace, colours.land);
  stroke(ctx, base.land, trace, colours.shore, 1, 1);
  for (const kind of ['quay', 'water', 'park', 'beach', 'runway']) {
    for (const [is, ring] of base.areas) if (is === kind) fill(ctx, ring, (points) => trace(points, true, BUILT.includes(kind)), kind === 'water' ? colours.sea : colours[kind]);
  }
  for (const edge of [true, false]) {
    for (const [rank, line] of [...base.axes].reverse()) {
      if (rank === 2 && camera.scale < 0.05) continue;
      ctx.lineWidth = WIDTHS[rank] * zoom + (edge ? 1.5 : 0);
      ctx.strokeStyle = edge ? colours['road-edge'] : rank === 0 ? colours.highway : colours.road;
      trace(line, false);
      ctx.stroke();
    }
  }
  return names(ctx, base, camera, view, colours, pins);
}

function fill(ctx, ring, trace, colour) {
  ctx.fillStyle = colour;
  trace(ring, true);
  ctx.fill();
}

function stroke(ctx, rings, trace, colour, width, alpha) {
  ctx.globalAlpha = alpha;
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  for (const ring of rings) {
    trace(ring, true);
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
}

/** A line rounded at its corners: through the middle of each stretch, bending at each point. */
function rounded(ctx, points, isRing) {
  const middle = ([ax, ay], [bx, by]) => [(ax + bx) / 2, (ay + by) / 2];
  ctx.beginPath();
  ctx.moveTo(...(isRing ? middle(points.at(-1), points[0]) : points[0]));
  for (let i = isRing ? 0 : 1; i < points.length - 1; i += 1) ctx.quadraticCurveTo(...points[i], ...middle(points[i], points[i + 1]));
  ctx.lineTo(...points.at(-1));
  if (isRing) ctx.closePath();
}

/** Inside the view and over nothing. */
const isFree = (box, taken, view) => box[0] >= 0 && box[1] >= 0 && box[2] <= view.width && box[3] <= view.height
  && !taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]);

/** What people built has corners. */
function straight(ctx, points) {
  ctx.beginPath();
  for (const point of points) ctx.lineTo(...point);
  ctx.closePath();
}

/** What lies over the map: the buttons, the legend, the source. */
const overlays = ({ width, height }) => [[width - 64, 0, width, 165], [0, 0, 195, 44], [width - 250, height - 22, width, height]];

/** Names that fit, the greater places first; none over another. */
function names(ctx, base, camera, view, colours, pins) {
  const taken = [...overlays(view), ...pins.map(([x, y]) => [x - 20, y - 20, x + 20, y + 20])];
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  for (const { name, rank, at } of base.places) {
    if (rank === 'quarter' && camera.scale < 0.11) continue;
    ctx.font = `${rank === 'water' ? 'italic 500 13px' : rank === 'main' ? '600 13px' : '500 12px'} ${FONT}`;
    const [left, top] = toScreen(camera, view, at);
    const half = ctx.measureText(name).width / 2 + 6;
    const spot = NEARBY.map(([dx, dy]) => [left + dx * half, top + dy]).find(([x, y]) => isFree([x - half, y - 10, x + half, y + 10], taken, view));
    if (!spot) continue;
    const [x, y] = spot;
    taken.push([x - half, y - 10, x + half, y + 10]);
    ctx.lineWidth = 3.5;
    ctx.strokeStyle = rank === 'water' ? colours.sea : colours.halo;
    ctx.strokeText(name, x, y);
    ctx.fillStyle = rank === 'water' ? colours['water-text'] : colours.text;
    ctx.fillText(name, x, y);
  }
}
