/** The city's desk: the counters and gates themselves. */
import '../ui/icon_more.js';

export const words = ['common', 'desk', 'devices'];
export const styles = ['pieces', 'desk', 'console'];
export const routes = [
  ['/consola/dispositivos', 'console', () => import('../views/console/devices.js')],
  ['/consola/dispositivos/alta', 'console', () => import('../views/console/new_device.js')],
  ['/consola/dispositivos/importar', 'console', () => import('../views/console/import.js')],
  ['/consola/dispositivos/:id', 'console', () => import('../views/console/device.js')],
];
