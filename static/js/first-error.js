// A form that is given back with errors: the first field to mend has the focus, and so is in sight. Where there are
// several and it lies further down, the line that counts them and leads there has it instead.

const field = document.querySelector('main form [aria-invalid="true"]');
const lead = document.querySelector("[data-first-error]");
if (field && document.activeElement === document.body) {
  const isNear = field.getBoundingClientRect().bottom <= innerHeight;
  (lead && !isNear ? lead : field).focus();
}
