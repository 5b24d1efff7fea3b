// The fields above the grid (cooperatives/unit_fields_form.html): how many of them hold something that is not
// stored. They go to the server by a button of their own, and the bar below speaks for all of the page.

import { differing } from "../unit-fields.js";

export class UnitFields {
  constructor({ changed }) {
    this.form = document.querySelector(".unit-fields > form[data-keeps-fields]");
    for (const event of ["input", "change", "filled"]) this.form?.addEventListener(event, () => changed());
  }

  // How many fields, words beside them included, are not stored as they stand.
  get size() {
    return this.form ? differing([...new FormData(this.form)]).size : 0;
  }
}
