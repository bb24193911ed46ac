/** What the shops give, and a person's vouchers. */
import '../ui/icon_more.js';

export const words = ['common', 'shops'];
export const styles = ['pieces', 'card'];
export const routes = [['/ventajas', 'card', () => import('../views/shops/campaigns.js')]];
