/** The money on the card: what there is, what moved, how more comes in. */
import '../ui/icon_more.js';

export const words = ['common', 'wallet', 'proof'];
export const styles = ['pieces', 'card'];
export const routes = [
  ['/monedero', 'card', () => import('../views/money/wallet.js')],
  ['/monedero/recargar', 'card', () => import('../views/money/top_up.js')],
  ['/monedero/recarga/:id', 'card', () => import('../views/money/top_up_back.js')],
  ['/monedero/banco', 'card', () => import('../views/money/bank.js')],
  ['/monedero/traspaso', 'card', () => import('../views/money/transfer.js')],
  ['/monedero/prueba/:account/:entry', 'card', () => import('../views/money/proof.js')],
];
