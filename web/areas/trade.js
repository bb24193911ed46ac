/** The city's desk: shops and their campaigns. */
import '../ui/icon_more.js';

export const words = ['common', 'desk', 'counter', 'merchants', 'trade'];
export const styles = ['pieces', 'desk', 'card', 'console', 'counter'];
export const routes = [
  ['/consola/comercios', 'console', () => import('../views/console/shops.js')],
  ['/consola/comercios/:id', 'console', () => import('../views/console/shop.js')],
  ['/consola/campanas', 'console', () => import('../views/console/campaigns.js')],
  ['/consola/campanas/:id', 'console', () => import('../views/console/campaign.js')],
];
