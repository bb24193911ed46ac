/** Fingers, mouse, wheel and keys, all turned into the same two moves: pan and zoom. */
import { useEffect } from 'preact/hooks';
import { panned, zoomed } from './camera.js';

const STEP_PX = 80;

/**
 * @param {{current: HTMLElement | null}} frame @param {{width: number, height: number}} view
 * @param {(change: (camera: any) => any) => void} setCamera @param {() => void} reset
 * @returns {(event: KeyboardEvent) => void} what the keys do
 */
export function useGestures(frame, view, setCamera, reset) {
  useEffect(() => {
    const element = frame.current;
    /** @type {Map<number, [number, number]>} */
    const fingers = new Map();
    const spot = (event) => {
      const box = element.getBoundingClientRect();
      return /** @type {[number, number]} */ ([event.clientX - box.left, event.clientY - box.top]);
    };
    const move = (change) => setCamera((camera) => camera && change(camera));
    const down = (event) => {
      if (event.target.closest('button')) return;
      element.setPointerCapture(event.pointerId);
      fingers.set(event.pointerId, spot(event));
    };
    const drag = (event) => {
      const before = fingers.get(event.pointerId);
      if (!before) return;
      const after = spot(event);
      const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
      fingers.set(event.pointerId, after);
      if (other) move((camera) => zoomed(camera, view, apart(after, other) / Math.max(1, apart(before, other)), middle(after, other)));
      else move((camera) => panned(camera, after[0] - before[0], after[1] - before[1]));
    };
    const up = (event) => fingers.delete(event.pointerId);
    const wheel = (event) => {
      event.preventDefault();
      move((camera) => zoomed(camera, view, Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.002)), spot(event)));
    };
    const heard = { pointerdown: down, pointermove: drag, pointerup: up, pointercancel: up, wheel };
    for (const [name, heed] of Object.entries(heard)) element.addEventListener(name, heed, { passive: false });
    return () => Object.entries(heard).forEach(([name, heed]) => element.removeEventListener(name, heed));
  }, [view]);

  return (event) => {
    const pan = { ArrowLeft: [STEP_PX, 0], ArrowRight: [-STEP_PX, 0], ArrowUp: [0, STEP_PX], ArrowDown: [0, -STEP_PX] }[event.key];
    const zoom = { '+': 1.6, '=': 1.6, '-': 1 / 1.6 }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey || (!pan && !zoom && event.key !== '0')) return;
    event.preventDefault();
    if (event.key === '0') reset();
    else setCamera((camera) => camera && (pan ? panned(camera, ...pan) : zoomed(camera, view, zoom)));
  };
}

const apart = ([ax, ay], [bx, by]) => Math.hypot(ax - bx, ay - by);
const middle = ([ax, ay], [bx, by]) => /** @type {[number, number]} */ ([(ax + bx) / 2, (ay + by) / 2]);
