/** Who of the city's staff read one's file, when and what for. */
import { html } from '../../core/html.js';
import { stamp, t } from '../../core/i18n.js';
import { useEndless } from '../../core/endless.js';
import { Button } from '../../ui/form.js';
import { Icon } from '../../ui/icon.js';
import { Nothing, Skeleton } from '../../ui/parts.js';

export function Readers() {
  const { items, next, problem, isAsking, more, again } = useEndless('/citizen/me/readers?limit=10');
  return html`
    <section class="panel"><h2>${t('readers.title')}</h2>
      ${!items && (problem ? html`<${Nothing} problem=${problem} retry=${again} />` : html`<${Skeleton} />`)}
      ${items?.length === 0 && html`<p class="empty">${t('readers.none')}</p>`}
      ${items?.map((one) => html`<div class="reading" key=${one.reading_id}><${Icon} name="eyes" /><div><b>${one.purpose_text}</b><small>${t(`deed.${one.deed}`)} · ${t(`role.${one.reader_role}`)} · ${stamp(one.at)}</small></div></div>`)}
      ${next && html`<p><${Button} kind="quiet is-small" onClick=${more} aria-disabled=${isAsking}>${t('statement.more')}<//></p>`}
    </section>`;
}
