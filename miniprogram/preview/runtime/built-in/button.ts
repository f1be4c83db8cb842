import { openTypeAnswers } from '../wx/open-types.ts';
import { BuiltInElement } from './built-in-element.ts';
import type { FormElement } from './form.ts';

export class ButtonElement extends BuiltInElement {
  connectedCallback(): void {
    if (!this.hasAttribute('role')) this.setAttribute('role', 'button');
    this.addEventListener('click', () => {
      if (this.isSet('disabled')) return;
      const form = this.closest('wx-form') as FormElement | null;
      if (this.text('form-type') === 'submit') form?.submit();
      if (this.text('form-type') === 'reset') form?.reset();
      const openType = this.text('open-type');
      if (openType) void openTypeAnswers(openType, this).then((told) => told && this.tell(told.event, told.detail));
    });
  }
}
