/** The city's desk: what is to be done, places, counters, alerts. */
import '../ui/icon_more.js';

export const words = ['common', 'desk', 'console'];
export const styles = ['pieces', 'chart', 'places', 'desk', 'console'];
export const routes = [
  ['/consola', 'console', () => import('../views/console/overview.js')],
  ['/consola/lugares', 'console', () => import('../views/console/venues.js')],
  ['/consola/lugares/nuevo', 'console', () => import('../views/console/new_venue.js')],
  ['/consola/lugares/:id', 'console', () => import('../views/console/venue.js')],
  ['/consola/contadores', 'console', () => import('../views/console/counters.js')],
  ['/consola/recuento', 'console', () => import('../views/console/count.js')],
  ['/consola/avisos', 'console', () => import('../views/console/alerts.js')],
];
