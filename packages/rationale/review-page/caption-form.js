import { byId, make, say } from './elements.js';

/**
 * @typedef {import('../src/review/figure-review.ts').FigureItem} Item
 * @typedef {import('../src/review/figure-review.ts').CaptionInput} CaptionInput
 * @typedef {{ id: string; name: string }} Sign
 */

/**
 * What the book prints under a figure, why it bears nothing, and the form for a person's own words.
 *
 * @param {Item | null} item
 * @param {readonly Sign[]} known signs that can be listed
 * @param {(input: CaptionInput) => void} save
 */
export function drawCaption(item, known, save) {
  const box = byId('caption');
  if (!item) {
    box.replaceChildren(make('p', {}, 'Nothing to caption here. Choose another list above.'));
    return;
  }
  const { reason, caption, foreseen, state } = item;
  const parts = [
    make('h2', {}, 'Caption'),
    make('p', { class: 'printed' }, caption || 'The book prints no caption.'),
    make('p', {}, reason === null ? 'The last build used it.' : `No trajectory: ${reason}.`),
  ];
  if (foreseen) {
    const kind = foreseen.usable ? 'good' : 'bad';
    parts.push(make('p', { class: `verdict ${kind}`, role: 'status' }, foreseen.message));
  }
  if (state !== 'missing') parts.push(drawForm(item, known, save));
  box.replaceChildren(...parts);
}

/**
 * @param {Item} item
 * @param {readonly Sign[]} known
 * @param {(input: CaptionInput) => void} save
 */
function drawForm({ added, under }, known, save) {
  const words = /** @type {HTMLTextAreaElement} */ (make('textarea', { maxlength: '4000' }));
  words.value = added?.caption ?? '';
  const diagnosis = field(`${under || 'none'}, as the section says`, '300');
  diagnosis.value = added?.diagnosis ?? '';
  const chosen = [...(added?.signs ?? [])];
  const chips = make('div', { class: 'signs' });
  const drawChips = () =>
    chips.replaceChildren(
      ...chosen.map((sign) => {
        const chip = make('button', { type: 'button', title: 'take it out' }, `${sign.name} ×`);
        chip.addEventListener('click', () => {
          chosen.splice(chosen.indexOf(sign), 1);
          drawChips();
        });
        return chip;
      }),
    );
  const picker = signPicker(known, (sign) => {
    if (!chosen.some(({ id }) => id === sign.id)) chosen.push(sign);
    drawChips();
  });
  drawChips();
  const input = () => ({
    caption: words.value,
    signs: chosen.map(({ id }) => id),
    diagnosis: diagnosis.value,
  });
  const submit = make('button', { type: 'button' }, 'Save');
  submit.addEventListener('click', () => save(input()));
  const withdraw = make('button', { type: 'button' }, 'Take back');
  withdraw.addEventListener('click', () => save({ caption: '', signs: [], diagnosis: '' }));
  const form = make(
    'div',
    {},
    labeled('What it shows, in your words', words),
    labeled('Signs that it shows: type a name, Enter adds it', picker),
    chips,
    labeled('Diagnosis, where it is not that of the section', diagnosis),
    submit,
    ...(added ? [' ', withdraw] : []),
  );
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save(input());
  });
  return form;
}

/**
 * @param {readonly Sign[]} known
 * @param {(sign: Sign) => void} add
 */
function signPicker(known, add) {
  const options = make('datalist', { id: 'sign-names' });
  options.append(...known.map(({ name }) => make('option', { value: name })));
  const picker = field('plaque', '100');
  picker.setAttribute('list', 'sign-names');
  picker.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const wanted = picker.value.trim().toLowerCase();
    const sign = known.find(({ name }) => name.toLowerCase() === wanted);
    say(sign ? '' : `“${picker.value.trim()}” is no sign of the list.`);
    if (!sign) return;
    add(sign);
    picker.value = '';
  });
  return make('div', {}, picker, options);
}

/**
 * @param {string} placeholder
 * @param {string} maxlength
 */
function field(placeholder, maxlength) {
  return /** @type {HTMLInputElement} */ (make('input', { placeholder, maxlength }));
}

/**
 * @param {string} text
 * @param {HTMLElement} control
 */
function labeled(text, control) {
  return make('label', {}, make('span', {}, text), control);
}
