/** The city's desk: adjustments, fares, payments out, the books. */
import '../ui/icon_more.js';

export const words = ['common', 'desk', 'treasury'];
export const styles = ['pieces', 'desk', 'card', 'console'];
export const routes = [
  ['/consola/ajustes', 'console', () => import('../views/console/adjustments.js')],
  ['/consola/tarifas', 'console', () => import('../views/console/fares.js')],
  ['/consola/tarifas/nueva', 'console', () => import('../views/console/decide_fares.js')],
  ['/consola/pagos', 'console', () => import('../views/console/payees.js')],
  ['/consola/cuadre', 'console', () => import('../views/console/books.js')],
];
