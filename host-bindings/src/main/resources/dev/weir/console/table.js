// What console.table makes of its argument: rows and columns of short texts, then a box around them.
(function (host, primordials, read, inspect) {
  'use strict';
  const {
    Map, getOwnPropertyDescriptor, hasOwn, isArray, list, mapEntries, mapGet, mapHas, mapIteratorNext, mapSet, mapSize,
    ownKeys, setIteratorNext, setSize, setValues, toText,
  } = primordials;
  const { accessorLabel, attempt, isObject, ownData } = read;

  const MAX_ROWS = 1000;
  const MAX_COLUMNS = 100;
  const MAX_LISTED_LENGTH = 10000;
  const CELL = { __proto__: null, depth: 0, items: 3, lineWidth: Infinity };

  const cellOf = (descriptor) => (hasOwn(descriptor, 'value')
    ? inspect(descriptor.value, CELL) : accessorLabel(descriptor));

  /**
   * Calls back with the name and descriptor of up to `limit` own enumerable string-keyed properties; gives how many
   * keys it did not look at.
   */
  const forEachProperty = (object, limit, visit) => {
    const length = isArray(object) ? ownData(object, 'length') : 0;
    // The keys of a very long array would fill the memory.
    const keys = length > MAX_LISTED_LENGTH ? undefined : ownKeys(object);
    const count = keys === undefined ? length : keys.length;
    let visited = 0;
    for (let i = 0; i < count; i++) {
      const key = keys === undefined ? toText(i) : keys[i];
      if (typeof key !== 'string') continue;
      if (visited === limit || i === MAX_LISTED_LENGTH) return count - i;
      const descriptor = getOwnPropertyDescriptor(object, key);
      if (descriptor === undefined || !descriptor.enumerable) continue;
      visited++;
      visit(key, descriptor);
    }
    return 0;
  };

  /** The text of the table, or undefined when the value has no rows to show. `columns` is a list of names, or undefined. */
  return (data, columns) => {
    if (!isObject(data) || typeof data === 'function') return undefined;
    let indexHeading = '(index)';
    let keyed = false;
    let valued = false;
    let left = 0;
    const columnNumbers = new Map();
    const names = list();
    const rows = list();

    const columnNumber = (name) => {
      if (!mapHas(columnNumbers, name)) {
        if (columns !== undefined || names.length === MAX_COLUMNS) return -1;
        mapSet(columnNumbers, name, names.length);
        names[names.length] = name;
      }
      return mapGet(columnNumbers, name);
    };
    if (columns !== undefined) {
      for (let i = 0; i < columns.length && i < MAX_COLUMNS; i++) {
        if (mapHas(columnNumbers, columns[i])) continue;
        mapSet(columnNumbers, columns[i], names.length);
        names[names.length] = columns[i];
      }
    }

    const addRow = (index, key, descriptor) => {
      const row = { __proto__: null, index, key, cells: new Map(), value: '' };
      const value = hasOwn(descriptor, 'value') ? descriptor.value : undefined;
      if (isObject(value) && typeof value !== 'function') {
        const unread = attempt(() => forEachProperty(value, MAX_COLUMNS, (name, property) => {
          const column = columnNumber(name);
          if (column >= 0) mapSet(row.cells, column, cellOf(property));
        }));
        if (unread === undefined) {
          row.value = cellOf(descriptor);
          valued = true;
        }
      } else {
        row.value = cellOf(descriptor);
        valued = true;
      }
      rows[rows.length] = row;
    };
    const whole = (value) => ({ __proto__: null, value });

    const mapLength = attempt(mapSize, data);
    const setLength = mapLength === undefined ? attempt(setSize, data) : undefined;
    if (mapLength !== undefined) {
      indexHeading = '(iteration index)';
      keyed = true;
      const cursor = mapEntries(data);
      for (let step = mapIteratorNext(cursor); !step.done && rows.length < MAX_ROWS; step = mapIteratorNext(cursor)) {
        addRow(toText(rows.length), inspect(step.value[0], CELL), whole(step.value[1]));
      }
      left = mapLength - rows.length;
    } else if (setLength !== undefined) {
      indexHeading = '(iteration index)';
      const cursor = setValues(data);
      for (let step = setIteratorNext(cursor); !step.done && rows.length < MAX_ROWS; step = setIteratorNext(cursor)) {
        addRow(toText(rows.length), '', whole(step.value));
      }
      left = setLength - rows.length;
    } else {
      left = attempt(() => forEachProperty(data, MAX_ROWS, (name, descriptor) => addRow(name, '', descriptor)));
      if (left === undefined) return undefined;
    }

    const headings = list();
    headings[0] = indexHeading;
    if (keyed) headings[1] = 'Key';
    for (let i = 0; i < names.length; i++) headings[headings.length] = names[i];
    if (valued) headings[headings.length] = 'Values';
    const width = headings.length;
    const cells = list();
    for (let i = 0; i < width; i++) cells[i] = headings[i];
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i];
      cells[cells.length] = row.index;
      if (keyed) cells[cells.length] = row.key;
      for (let column = 0; column < names.length; column++) {
        const cell = mapGet(row.cells, column);
        cells[cells.length] = cell === undefined ? '' : cell;
      }
      if (valued) cells[cells.length] = row.value;
    }
    return host.table(cells, width) + (left > 0 ? `\n... ${left} more row${left === 1 ? '' : 's'}` : '');
  };
})
