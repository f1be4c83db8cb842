import '../shared/styles/sign-in.css';
import './result.css';
import { mount } from '../shared/mount.tsx';
import { ResultPage } from './result-page.tsx';

const orderId = new URLSearchParams(location.search).get('orderId') || null;

mount(() => <ResultPage orderId={orderId} />);
