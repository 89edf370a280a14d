// Writes a workbook again in another format, with a library that shares no code with the one that reads it in bilan.
//
//   convert_workbook.mjs MODULES FROM TO [1904] [apart]
//
// MODULES is the node_modules folder that holds xlsx. The format is that of TO's ending: xlsb, xlsm, xls or xlsx. With
// 1904, days are counted from 1904 on, as old spreadsheets for the Macintosh do. With apart, an empty column stands between
// any two: in xlsb, this library writes a cell beside another without its column, as Excel never does.
import { readFileSync, writeFileSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, from, to, ...wishes] = process.argv.slice(2);
const { default: xlsx } = await import(pathToFileURL(join(resolve(modules), 'xlsx', 'xlsx.js')));

/** The days between the two ways to count. */
const SHIFT = 1462;

const book = xlsx.read(readFileSync(from), { cellNF: true, cellStyles: true });
if (wishes.includes('1904')) {
  book.Workbook = { ...book.Workbook, WBProps: { ...book.Workbook?.WBProps, date1904: true } };
  for (const sheet of Object.values(book.Sheets)) {
    for (const [name, cell] of Object.entries(sheet)) {
      if (!name.startsWith('!') && cell.t === 'n' && xlsx.SSF.is_date(cell.z ?? 'General')) {
        cell.v -= SHIFT;
        delete cell.w;
      }
    }
  }
}
if (wishes.includes('apart')) {
  for (const [name, sheet] of Object.entries(book.Sheets)) {
    const spread = { '!ref': sheet['!ref'] };
    const area = xlsx.utils.decode_range(sheet['!ref']);
    for (const [at, cell] of Object.entries(sheet)) {
      if (!at.startsWith('!')) {
        const { r, c } = xlsx.utils.decode_cell(at);
        spread[xlsx.utils.encode_cell({ r, c: 2 * c })] = cell;
      }
    }
    area.e.c *= 2;
    spread['!ref'] = xlsx.utils.encode_range(area);
    book.Sheets[name] = spread;
  }
}
writeFileSync(to, xlsx.write(book, { type: 'buffer', bookType: extname(to).slice(1) }));
