/** Where the person is, if they want to say. It never leaves the phone: distances are worked out here. */
import { signal } from '@preact/signals';

export const here = signal(/** @type {null | {lat: number, lon: number}} */ (null));
/** null, 'asking', or 'refused' when the browser or the person said no. */
export const asking = signal(/** @type {null | 'asking' | 'refused'} */ (null));

export function locate() {
  asking.value = 'asking';
  return new Promise((done) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        here.value = { lat: coords.latitude, lon: coords.longitude };
        asking.value = null;
        done(here.value);
      },
      () => {
        asking.value = 'refused';
        done(null);
      },
      { maximumAge: 60_000, timeout: 10_000 },
    );
  });
}
