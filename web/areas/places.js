/** The city's places: the list, the map, and each of them. */
import '../ui/icon_more.js';

export const isKept = true;
export const words = ['common', 'places'];
export const styles = ['pieces', 'chart', 'places'];
export const routes = [
  ['/lugares', 'places', () => import('../views/venues.js')],
  ['/lugares/:id', 'places', () => import('../views/venue.js')],
];
