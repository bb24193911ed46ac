/** A gate of the city in a browser. */
import '../ui/icon_more.js';

export const words = ['common', 'counter', 'gate'];
export const styles = ['pieces', 'card', 'counter'];
export const routes = [['/puerta', 'gate', () => import('../views/counter/gate.js')]];
