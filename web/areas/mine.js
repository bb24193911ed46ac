/** What the city knows of a person, and their say in it. */
import '../ui/icon_more.js';

export const words = ['common', 'mine'];
export const styles = ['pieces', 'card'];
export const routes = [['/mis-datos', 'account', () => import('../views/mine/my_data.js')]];
