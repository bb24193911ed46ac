/** Coming in, staying in, going out. */
import '../ui/icon_more.js';

export const words = ['common', 'account'];
export const styles = ['pieces', 'card'];
export const routes = [
  ['/entrar', 'account', () => import('../views/sign_in.js')],
  ['/registro', 'account', () => import('../views/sign_up.js')],
  ['/registro/codigo', 'account', () => import('../views/confirm.js')],
  ['/clave', 'account', () => import('../views/password.js')],
  ['/cuenta', 'account', () => import('../views/account.js')],
];
